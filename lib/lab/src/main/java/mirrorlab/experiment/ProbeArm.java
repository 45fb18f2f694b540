package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mirrorlab.evaluation.Ablations.Input;

/**
 * A row of the {@link ProbeStudy}: what stands in the places of U and of E.
 *
 * @param name in records
 * @param understanding whose weights U has
 * @param watched what U sees
 * @param execution whose weights E has
 * @param acted what represents E's side
 * @param withheld the inputs that E lacks
 */
record ProbeArm(
    String name,
    Source understanding,
    Watched watched,
    Source execution,
    Acted acted,
    Set<Input> withheld) {

  /** Whose weights an encoder has. */
  enum Source {
    /** Those that were learnt. */
    TRAINED,
    /** Fresh ones. */
    UNTRAINED,
    /** Fresh ones, with batch statistics of the training videos; only U has any. */
    CALIBRATED
  }

  /** What U sees. */
  enum Watched {
    VIDEO,
    FIRST_FRAME
  }

  /** What represents E's side. */
  enum Acted {
    /** The scene as E holds it, the mean over keyframes. */
    SCENE,
    /** The same, told another instruction of the task. */
    WRONG_INSTRUCTION,
    /** What E read, before it saw anything. */
    LANGUAGE,
    /** How often each word is in the instruction: no encoder at all. */
    WORDS
  }

  private static final Set<Input> NOTHING = EnumSet.noneOf(Input.class);

  /** The two encoders as they are. */
  static ProbeArm own(String name) {
    return new ProbeArm(name, Source.TRAINED, Watched.VIDEO, Source.TRAINED, Acted.SCENE, NOTHING);
  }

  /** E is told another instruction of the task than the video shows. */
  static ProbeArm wrong(String name) {
    return execution(name, Acted.WRONG_INSTRUCTION);
  }

  /**
   * All controls: first those of the trained encoders, then those that are drawn.
   *
   * @param whole whether an untrained E, too, lacks each input in turn
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

  /** Instruction × scene × hand, without the cell that has none of them; the whole comes first. */
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

  /** Whether fresh weights take part, of which there are several draws. */
  boolean isDrawn() {
    return understanding != Source.TRAINED || execution != Source.TRAINED;
  }

  /** Whether E's own rollouts are judged in this way too. */
  boolean judgesOutcomes() {
    boolean blind = withheld.equals(EnumSet.of(Input.SCENE));
    return understanding == Source.TRAINED
        && watched == Watched.VIDEO
        && (acted == Acted.LANGUAGE
            || acted == Acted.SCENE && withheld.isEmpty()
            || execution == Source.TRAINED && blind);
  }
}
