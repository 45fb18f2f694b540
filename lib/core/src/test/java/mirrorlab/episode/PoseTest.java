package mirrorlab.episode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoseTest {
  private static final Pose DOWN = Pose.down(0.1, 0.2, 0.9, 0);

  @Test
  void aRotationMatrixGivesItsPoseBack() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      Pose pose = random(random);
      Pose again = Pose.of(new double[] {pose.x(), pose.y(), pose.z()}, pose.rotation());
      assertArrayEquals(pose.rotation(), again.rotation(), 1e-12);
      assertEquals(0, pose.distance(again));
    }
  }

  @Test
  void turningIsAboutTheVertical() {
    assertArrayEquals(Pose.down(0.1, 0.2, 0.9, 2).rotation(), DOWN.turned(2).rotation(), 1e-12);
    assertEquals(2, DOWN.turned(2).yaw(), 1e-12);
  }

  @Test
  void theTurnBetweenTwoYawsIsTheirDifferenceAboutTheVertical() {
    double[] turn = DOWN.turned(0.3).turnTo(DOWN.turned(-0.4));
    assertArrayEquals(new double[] {0, 0, -0.7}, turn, 1e-12);
  }

  @Test
  void theWayToAPoseEndsThereAndPassesItsMiddle() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100; i++) {
      Pose a = random(random);
      Pose b = random(random);
      assertArrayEquals(b.rotation(), a.towards(b, 1).rotation(), 1e-9);
      assertEquals(0, a.towards(b, 1).distance(b), 1e-12);
      Pose middle = a.towards(b, 0.5);
      assertArrayEquals(a.turnTo(middle), middle.turnTo(b), 1e-9);
      assertEquals(a.distance(middle), middle.distance(b), 1e-12);
    }
  }

  @Test
  void aPoseInAFrameIsMovedWithTheFrame() {
    // A quarter turn to the left, 1 m up: what is 2 m ahead of the frame is 2 m to the world's
    // left.
    double half = Math.sqrt(0.5);
    Pose frame = new Pose(0, 0, 1, 0, 0, half, half);
    Pose ahead = new Pose(2, 0, 0, 0, 0, 0, 1);
    assertEquals(0, frame.times(ahead).distance(new Pose(0, 2, 1, 0, 0, 0, 1)), 1e-12);
    assertArrayEquals(frame.rotation(), frame.times(ahead).rotation(), 1e-12);
    assertEquals(0, new Pose(0, 2, 1, 0, 0, 0, 1).in(frame).distance(ahead), 1e-12);
  }

  @Test
  void aPoseSeenFromAFrameAndPutBackIsTheSame() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100; i++) {
      Pose frame = random(random);
      Pose pose = random(random);
      Pose back = frame.times(pose.in(frame));
      assertEquals(0, pose.distance(back), 1e-12);
      assertArrayEquals(pose.rotation(), back.rotation(), 1e-12);
    }
  }

  @Test
  void tiltIsTheAngleFromTheVertical() {
    assertEquals(0, new Pose(0, 0, 0, 0, 0, 0.6, 0.8).tilt(), 1e-6);
    assertEquals(Math.PI, DOWN.tilt(), 1e-6);
    double half = Math.toRadians(15) / 2;
    Pose leaning = new Pose(0, 0, 0, Math.sin(half), 0, 0, Math.cos(half));
    assertEquals(Math.toRadians(15), leaning.turned(1).tilt(), 1e-12);
  }

  @Test
  void aQuaternionOfAnotherLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Pose(0, 0, 0, 0, 0, 0, 0.9));
  }

  private static Pose random(SplittableRandom random) {
    double[] q = new double[4];
    double length = 0;
    for (int i = 0; i < 4; i++) {
      q[i] = random.nextDouble() - 0.5;
      length += q[i] * q[i];
    }
    double scale = 1 / Math.sqrt(length);
    return new Pose(
        random.nextDouble(),
        random.nextDouble(),
        random.nextDouble(),
        scale * q[0],
        scale * q[1],
        scale * q[2],
        scale * q[3]);
  }
}
