package mirrorlab.checkpoint;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import mirrorlab.files.Sanitized;
import mirrorlab.nn.StoredArray;

/**
 * A sharded checkpoint: several files and an index, as Hugging Face's libraries write large ones.
 *
 * <pre>
 *   model.safetensors.index.json: {"weight_map": {NAME: "model-00001-of-00002.safetensors", …}}
 * </pre>
 */
final class ShardIndex {
  private static final long LONGEST = 100_000_000; // bytes

  private ShardIndex() {}

  /**
   * The arrays that an index lists, from the files beside it.
   *
   * @throws IOException if the file is not an index, if a shard is missing or damaged, or if an
   *     array is not in its shard
   */
  static Map<String, StoredArray> read(Path index) throws IOException {
    Map<String, Map<String, StoredArray>> shards = new HashMap<>();
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : files(index).entrySet()) {
      String shard = entry.getValue();
      if (!shards.containsKey(shard)) {
        shards.put(shard, CheckpointFile.whole(beside(index, shard)));
      }
      StoredArray array = shards.get(shard).get(entry.getKey());
      if (array == null) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: %s does not hold %s, against the index; download both again",
                index,
                Sanitized.of(shard),
                Sanitized.of(entry.getKey())));
      }
      arrays.put(entry.getKey(), array);
    }
    return Collections.unmodifiableMap(arrays);
  }

  /** The file of each array. */
  private static Map<String, String> files(Path index) throws IOException {
    if (Files.size(index) > LONGEST) {
      throw new IOException(index + " is too long for the index of a checkpoint");
    }
    Map<String, String> files = new LinkedHashMap<>();
    try {
      JsonObject json = new Gson().fromJson(Files.readString(index), JsonObject.class);
      for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject("weight_map").entrySet()) {
        files.put(entry.getKey(), entry.getValue().getAsJsonPrimitive().getAsString());
      }
    } catch (IOException | RuntimeException e) { // not text, not JSON, or not of that form
      throw new IOException(
          index
              + " is neither a checkpoint nor the index of one; copy or download it again, or name"
              + " the file with the weights",
          e);
    }
    return files;
  }

  private static Path beside(Path index, String shard) throws IOException {
    if (!shard.matches("[\\w.-]+") || shard.matches("\\.+")) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s names the file %s, which is not beside it",
              index,
              Sanitized.of(shard)));
    }
    Path file = index.resolveSibling(shard);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s names %s, which is missing; download all files of the checkpoint into one folder",
              index,
              shard));
    }
    return file;
  }
}
