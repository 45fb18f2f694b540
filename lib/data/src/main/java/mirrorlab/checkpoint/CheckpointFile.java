package mirrorlab.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mirrorlab.nn.SafetensorsFile;
import mirrorlab.nn.StoredArray;

/**
 * Named arrays in a file, in one of the usual formats of published weights: safetensors, a PyTorch
 * checkpoint, or the index of a sharded checkpoint.
 */
public final class CheckpointFile {
  private static final int HEAD = 64; // bytes that identify a format
  private static final String ZIP = "PK\u0003\u0004";
  private static final String OLD_PICKLE = "\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  private CheckpointFile() {}

  /**
   * The arrays by name; their data are read from the file on demand.
   *
   * @throws IOException if the file is missing, damaged, or of another format, or if its pickle
   *     refers to anything but arrays
   */
  public static Map<String, StoredArray> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + " is not there, or is a folder; name a file of torch.save or safetensors");
    }
    return head(file).startsWith("{") ? ShardIndex.read(file) : whole(file);
  }

  private static String head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
  }

  /** Like {@link #read}, for a file that holds the data itself. */
  static Map<String, StoredArray> whole(Path file) throws IOException {
    String head = head(file);
    if (head.startsWith(ZIP)) {
      return TorchCheckpoint.read(file);
    }
    if (head.startsWith("{", SafetensorsFile.HEADER_START)) {
      return SafetensorsFile.read(file);
    }
    if (head.contains(OLD_PICKLE)) {
      throw new IOException(
          file
              + " is in the format of PyTorch before 1.6, which is not read; write it anew in"
              + " Python: torch.save(torch.load(OLD, map_location='cpu'), NEW)");
    }
    throw new IOException(
        file
            + " is neither a checkpoint of PyTorch nor a safetensors file; copy or download it"
            + " again, or write it anew in Python: torch.save(model.state_dict(), FILE)");
  }
}
