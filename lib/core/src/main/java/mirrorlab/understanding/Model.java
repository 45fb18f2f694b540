package mirrorlab.understanding;

import java.io.IOException;
import java.nio.file.Path;
import mirrorlab.files.JsonFile;
import mirrorlab.nn.ClipTokenizer;
import mirrorlab.nn.Tokenizer;
import mirrorlab.nn.Vocabulary;

/**
 * The content of {@code model.json}: an encoder's size and its tokenizer, either a vocabulary or
 * byte pairs.
 *
 * @param vocabulary null if there are byte pairs
 * @param bytePairs null if there is a vocabulary
 */
record Model(VideoTextSize size, Vocabulary vocabulary, BytePairs bytePairs) {
  private static final String FILE = "model.json";
  private static final String MERGES = "merges.txt.gz";

  /**
   * A tokenizer with a file of its own.
   *
   * @param merges name of the file, beside {@code model.json}
   * @param length L
   */
  record BytePairs(String merges, int length) {}

  Model {
    if (size == null || (vocabulary == null) == (bytePairs == null)) {
      throw new IllegalArgumentException("it has a size, and a vocabulary or byte pairs");
    }
  }

  /** Writes the description and the tokenizer's file, if it has one, into a directory. */
  static void write(Path directory, VideoTextSize size, Tokenizer tokenizer) throws IOException {
    if (tokenizer instanceof Vocabulary vocabulary) {
      JsonFile.write(directory.resolve(FILE), new Model(size, vocabulary, null));
    } else if (tokenizer instanceof ClipTokenizer clip) {
      clip.write(directory.resolve(MERGES));
      BytePairs bytePairs = new BytePairs(MERGES, clip.length());
      JsonFile.write(directory.resolve(FILE), new Model(size, null, bytePairs));
    } else {
      throw new IllegalArgumentException("there is no file for a " + tokenizer.getClass());
    }
  }

  static Model read(Path directory) throws IOException {
    return JsonFile.read(directory.resolve(FILE), Model.class);
  }

  /** The tokenizer of the model in this directory. */
  Tokenizer tokenizer(Path directory) throws IOException {
    return bytePairs == null
        ? vocabulary
        : ClipTokenizer.read(directory.resolve(bytePairs.merges), bytePairs.length);
  }
}
