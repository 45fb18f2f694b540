package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import mirrorlab.episode.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against {@code convert("RGB")} of Pillow 12.3, by src/test/python/pictures.py. */
class OtherPictureTest {
  private static final int MUTANTS =
      "all".equals(System.getProperty("mirrorlab.tests")) ? 10_000 : 500;
  private static final int JPEG_ROUNDING = 2; // decoders differ by as much

  private record Golden(byte[] bytes, int width, int height, int[] rgb) {}

  private record Stored(String bytes, int width, int height, int[] rgb) {
    Golden golden() {
      return new Golden(Base64.getDecoder().decode(bytes), width, height, rgb);
    }
  }

  private static Map<String, Stored> golden() throws IOException {
    try (InputStream in = OtherPictureTest.class.getResourceAsStream("pictures.json");
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, new TypeToken<Map<String, Stored>>() {}.getType());
    }
  }

  @Test
  void everyKindHasThePixelsThatPillowGives() throws IOException {
    Map<String, Stored> all = golden();
    assertEquals(18, all.size());
    for (Map.Entry<String, Stored> entry : all.entrySet()) {
      Golden golden = entry.getValue().golden();
      Image image = new PackedImage(golden.bytes).unpack();
      assertEquals(golden.width, image.width(), entry.getKey());
      assertEquals(golden.height, image.height(), entry.getKey());
      int tolerance = entry.getKey().startsWith("JPEG") ? JPEG_ROUNDING : 0;
      for (int i = 0; i < golden.rgb.length; i++) {
        assertEquals(
            golden.rgb[i], image.rgb()[i] & 255, tolerance, entry.getKey() + ", byte " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UklGRjYAAABXRUJQVlA4ICoAAACQAQCdASoDAAIAAUAmJaQAAudZtgAA/uvH1z9T/4eBaQ3HpRp3eZAAAAA=,"
        + "'a picture is WebP, which is not read; write the set''s pictures as PNG'",
    "AAAAHGZ0eXBhdmlmAAAAAA==,"
        + "'a picture is AVIF, which is not read; write the set''s pictures as PNG'",
    "bm90IGEgcGljdHVyZQ==,a picture is damaged: it is neither PNG nor JPEG"
  })
  void otherFormatsAreNamedWithTheirPlace(String bytes, String message) {
    PackedImage packed = new PackedImage(Base64.getDecoder().decode(bytes));
    assertEquals(message, assertThrows(UncheckedIOException.class, packed::unpack).getMessage());
    assertEquals(
        "file, row 3: " + message,
        assertThrows(UncheckedIOException.class, () -> packed.unpack("file, row 3")).getMessage());
  }

  @Test
  void damageIsOneErrorOrAnotherPicture() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    Object[] all = golden().values().stream().map(Stored::golden).toArray();
    int errors = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] bytes = ((Golden) all[random.nextInt(all.length)]).bytes.clone();
      for (int n = 0; n <= random.nextInt(4); n++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      try {
        new PackedImage(Arrays.copyOf(bytes, length)).unpack("here");
      } catch (UncheckedIOException e) {
        errors++;
        assertTrue(e.getMessage().startsWith("here: a picture "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
    assertTrue(errors > MUTANTS / 10, errors + " errors");
  }
}
