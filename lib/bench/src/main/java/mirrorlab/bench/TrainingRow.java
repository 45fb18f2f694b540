package mirrorlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.JointTraining;
import mirrorlab.episode.Episode;
import mirrorlab.execution.BatchArrays;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.experiment.Encoders;
import mirrorlab.files.Folder;
import mirrorlab.nn.Objective;
import mirrorlab.nn.ParameterGroup;
import mirrorlab.nn.PyTorch;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Vocabulary;
import mirrorlab.nn.Weights;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;

/**
 * A training step of the mini encoders on batches that are ready.
 *
 * @param kind the trained model
 * @param threads per product
 */
record TrainingRow(Kind kind, int threads) implements Row {
  private static final int BATCHES = 4; // that take turns
  private static final long STEPS =
      1000; // of the configurations, which only give decay and average

  /** The trained model. */
  enum Kind {
    /** U. */
    UNDERSTANDING("U mini: 16 clips of 8 frames of 64×64 and all training instructions"),
    /** E. */
    EXECUTION("E mini: 16 keyframes, two stages of three views of 48×48"),
    /** Both without the alignment loss. */
    JOINT("U mini and E mini in one step, without the alignment loss: 16 clips and 16 keyframes");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String id() {
    return String.format(Locale.ROOT, "training-%s-%d", kind.id(), threads);
  }

  @Override
  public String compared() {
    return String.format(
        Locale.ROOT,
        "%s; loss, gradients, clipping, AdamW (fused in PyTorch) and the average of the weights, in"
            + " 32-bit floats, from batches that lie in memory; %d thread%s",
        kind.shown,
        threads,
        threads == 1 ? "" : "s");
  }

  @Override
  public String unit() {
    return "step";
  }

  @Override
  public double goal() {
    return 1.2;
  }

  @Override
  public double tolerance() {
    return 1e-3;
  }

  @Override
  public TrainingSide<?> ours(Session session) throws Exception {
    List<Episode> episodes = TrainingData.episodes(session);
    Vocabulary vocabulary = Encoders.vocabulary(episodes);
    return switch (kind) {
      case UNDERSTANDING -> {
        VideoTextEncoder u = new VideoTextEncoder(VideoTextSize.mini(), vocabulary, 1);
        RecognitionTraining training = new RecognitionTraining(u, episodes, 1);
        yield side(
            session,
            training,
            List.of(
                new ParameterGroup(kind.id(), u.parameters(), RecognitionTraining.config(STEPS))),
            (manager, batch) -> clips(manager, batch, u.size()),
            List.of(u::close));
      }
      case EXECUTION -> {
        KeyframePolicy e = new KeyframePolicy(PolicySize.mini(), vocabulary, 1);
        ImitationTraining training = new ImitationTraining(e, episodes, 1);
        yield side(
            session,
            training,
            List.of(new ParameterGroup(kind.id(), e.parameters(), ImitationTraining.config(STEPS))),
            (manager, batch) -> BatchArrays.of(manager, batch, e.size()),
            List.of(e::close));
      }
      case JOINT -> {
        VideoTextEncoder u = new VideoTextEncoder(VideoTextSize.mini(), vocabulary, 1);
        KeyframePolicy e = new KeyframePolicy(PolicySize.mini(), vocabulary, 1);
        JointTraining training =
            new JointTraining(u, e, episodes, AlignmentSettings.DEFAULT.baseline(), 1);
        yield side(
            session,
            training,
            training.groups(RecognitionTraining.config(STEPS), ImitationTraining.config(STEPS)),
            (manager, batch) -> {
              Map<String, NDArray> all =
                  new LinkedHashMap<>(clips(manager, batch.understanding(), u.size()));
              all.putAll(BatchArrays.of(manager, batch.execution(), e.size()));
              return all;
            },
            List.of(u::close, e::close, training::close));
      }
    };
  }

  /** The batch of a step as named arrays. */
  private interface Arrays<B> {
    Map<String, NDArray> of(NDManager manager, B batch);
  }

  /** Writes weights and batches for the peers, before anything has been learnt. */
  private <B> TrainingSide<B> side(
      Session session,
      Objective<B> objective,
      List<ParameterGroup> groups,
      Arrays<B> arrays,
      List<Runnable> ends)
      throws IOException {
    Path folder = Folder.create(folder(session));
    for (ParameterGroup group : groups) {
      Weights.save(folder.resolve(group.name() + ".safetensors"), group.parameters().all());
    }
    List<B> batches = batches(objective::batch);
    for (int i = 0; i < batches.size(); i++) {
      try (NDManager manager = PyTorch.engine().newBaseManager()) {
        Weights.save(
            folder.resolve("batch" + i + ".safetensors"), arrays.of(manager, batches.get(i)));
      }
    }
    return new TrainingSide<>(objective, groups, batches, threads, ends);
  }

  private static <B> List<B> batches(LongFunction<B> source) {
    return LongStream.range(0, BATCHES).mapToObj(source).toList();
  }

  private static Map<String, NDArray> clips(
      NDManager manager, RecognitionTraining.Batch batch, VideoTextSize size) {
    int b = batch.shown().length;
    float[] pixels = new float[batch.clips().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = batch.clips()[i] & 255;
    }
    float[] ids = new float[batch.texts().length * batch.texts()[0].length];
    int n = 0;
    for (int[] text : batch.texts()) {
      for (int id : text) {
        ids[n++] = id;
      }
    }
    float[] shown = new float[b];
    for (int i = 0; i < b; i++) {
      shown[i] = batch.shown()[i];
    }
    int side = size.pixels();
    return Map.of(
        "clips", Tensors.of(manager, pixels, b, size.frames(), side, side, 3),
        "texts", Tensors.of(manager, ids, batch.texts().length, batch.texts()[0].length),
        "shown", Tensors.of(manager, shown, b));
  }

  private Path folder(Session session) {
    return session.folder().resolve("training").resolve(kind.id());
  }

  private Map<String, Object> settings(Session session) throws Exception {
    Vocabulary vocabulary = Encoders.vocabulary(TrainingData.episodes(session));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("folder", folder(session).toString());
    settings.put("threads", threads);
    settings.put("words", vocabulary.size());
    settings.put("length", vocabulary.length());
    return settings;
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    String row = String.format(Locale.ROOT, "%s-%d-", kind.id(), threads);
    Map<String, Object> settings = settings(session);
    List<Peer> peers = new ArrayList<>();
    peers.add(session.peer("training", row + "eager", "PyTorch eager", settings));
    settings.put("compiled", true);
    peers.add(session.peer("training", row + "compiled", "torch.compile", settings));
    return peers;
  }

  @Override
  public Optional<Limit> limit(Session session) throws Exception {
    if (!session.hasPeers()) {
      return Optional.empty();
    }
    Map<String, Object> settings = settings(session);
    settings.put("kind", kind.id());
    try (Peer peer = session.peer("training", "flops", "", settings).prepare()) {
      return Optional.of(Gemm.limit(peer.answer()[0], threads));
    }
  }

  static List<Row> all() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(1, 2).<Row>map(threads -> new TrainingRow(kind, threads)))
        .toList();
  }
}
