package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mirrorlab.evaluation.Ablations.Input;

/**
 * An arm of the {@link ProbeStudy}: the sources of both sides' representations.
 *
 * @param name name in records
 * @param understanding the source of U's weights
 * @param watched U's input
 * @param execution the source of E's weights
 * @param acted the representation of E's side
 * @param withheld the inputs that E lacks
 */
record ProbeArm(
    String name,
    Source understanding,
    Watched watched,
    Source execution,
    Acted acted,
    Set<Input> withheld) {

  /** The source of an encoder's weights. */
  enum Source {
    /** Trained weights. */
    TRAINED,
    /** Untrained weights. */
    UNTRAINED,
    /** Untrained weights with batch statistics of the training videos; for U only. */
    CALIBRATED
  }

  /** U's input. */
  enum Watched {
    VIDEO,
    FIRST_FRAME
  }

  /** The representation of E's side. */
  enum Acted {
    /** E's scene representation, averaged over keyframes. */
    SCENE,
    /** The same, with another instruction of the task. */
    WRONG_INSTRUCTION,
    /** E's language representation, before any vision. */
    LANGUAGE,
    /** Word counts of the instruction, without any encoder. */
    WORDS
  }

  private static final Set<Input> NOTHING = EnumSet.noneOf(Input.class);

  /** The two trained encoders with all inputs. */
  static ProbeArm own(String name) {
    return new ProbeArm(name, Source.TRAINED, Watched.VIDEO, Source.TRAINED, Acted.SCENE, NOTHING);
  }

  /** E gets another instruction of the task than the video shows. */
  static ProbeArm wrong(String name) {
    return execution(name, Acted.WRONG_INSTRUCTION);
  }

  /**
   * All controls: first those of the trained encoders, then those with untrained weights.
   *
   * @param whole whether to ablate each input of an untrained E, too
   */
  static List<ProbeArm> controls(boolean whole) {
    List<ProbeArm> arms = new ArrayList<>(inputs("E", Source.TRAINED).subList(1, 7));
    arms.add(execution("E's language alone", Acted.LANGUAGE));
    arms.add(execution("bag of words", Acted.WORDS));
    arms.add(understanding("U's first frame alone", Source.TRAINED, Watched.FIRST_FRAME));
    List<ProbeArm> untrained = inputs("untrained E", Source.UNTRAINED);
    arms.addAll(whole ? untrained : untrained.subList(0, 2));
    arms.add(understanding("untrained U", Source.UNTRAINED, Watched.VIDEO));
    arms.add(understanding("calibrated untrained U", Source.CALIBRATED, Watched.VIDEO));
    arms.add(
        new ProbeArm(
            "untrained encoders",
            Source.UNTRAINED,
            Watched.VIDEO,
            Source.UNTRAINED,
            Acted.SCENE,
            NOTHING));
    return arms;
  }

  /**
   * All combinations of instruction, scene and hand except the empty one; the full one comes first.
   */
  private static List<ProbeArm> inputs(String who, Source source) {
    List<ProbeArm> cells = new ArrayList<>();
    cells.add(cell(who, source, NOTHING));
    for (Input input : Input.values()) {
      cells.add(cell(who + " without " + name(input), source, EnumSet.of(input)));
    }
    for (Input input : Input.values()) {
      Set<Input> others = EnumSet.complementOf(EnumSet.of(input));
      cells.add(cell(who + " with " + name(input) + " alone", source, others));
    }
    return cells;
  }

  private static String name(Input input) {
    return input.name().toLowerCase(Locale.ROOT);
  }

  private static ProbeArm cell(String name, Source source, Set<Input> withheld) {
    return new ProbeArm(name, Source.TRAINED, Watched.VIDEO, source, Acted.SCENE, withheld);
  }

  private static ProbeArm execution(String name, Acted acted) {
    return new ProbeArm(name, Source.TRAINED, Watched.VIDEO, Source.TRAINED, acted, NOTHING);
  }

  private static ProbeArm understanding(String name, Source source, Watched watched) {
    return new ProbeArm(name, source, watched, Source.TRAINED, Acted.SCENE, NOTHING);
  }

  /** Whether the arm has untrained weights, of which there are several draws. */
  boolean isDrawn() {
    return understanding != Source.TRAINED || execution != Source.TRAINED;
  }

  /** Whether E's own rollouts are also evaluated with this arm. */
  boolean judgesOutcomes() {
    boolean blind = withheld.equals(EnumSet.of(Input.SCENE));
    return understanding == Source.TRAINED
        && watched == Watched.VIDEO
        && (acted == Acted.LANGUAGE
            || acted == Acted.SCENE && withheld.isEmpty()
            || execution == Source.TRAINED && blind);
  }
}
