package mirrorlab.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.episode.Projection;
import mirrorlab.episode.View;

/**
 * A compressed camera view, a fifth of the size.
 *
 * @param depth differences of neighbouring depths in millimetres, deflated; must not be modified
 */
record PackedView(Camera camera, Projection projection, PackedImage image, byte[] depth) {

  static PackedView of(View view) {
    return new PackedView(
        view.camera(), view.projection(), PackedImage.of(view.image()), deflate(view.depth()));
  }

  View unpack() {
    Image pixels = image.unpack();
    return new View(camera, projection, pixels, inflate(depth, pixels.width() * pixels.height()));
  }

  /** Deflates differences, which are small within a surface and so compress well. */
  static byte[] deflate(char[] millimetres) {
    ByteBuffer differences = ByteBuffer.allocate(2 * millimetres.length);
    char before = 0;
    for (char now : millimetres) {
      differences.putChar((char) (now - before));
      before = now;
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setInput(differences.array());
    deflater.finish();
    byte[] packed =
        new byte[differences.capacity() + 64]; // data that cannot be compressed grow a bit
    int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }

  private static char[] inflate(byte[] packed, int length) {
    Inflater inflater = new Inflater();
    inflater.setInput(packed);
    ByteBuffer differences = ByteBuffer.allocate(2 * length);
    try {
      inflater.inflate(differences);
    } catch (DataFormatException e) {
      throw new IllegalStateException("memory does not change", e);
    } finally {
      inflater.end();
    }
    differences.flip();
    char[] millimetres = new char[length];
    char before = 0;
    for (int i = 0; i < length; i++) {
      before += differences.getChar();
      millimetres[i] = before;
    }
    return millimetres;
  }
}
