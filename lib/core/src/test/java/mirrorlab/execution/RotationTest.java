package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import mirrorlab.episode.Pose;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static double degrees(Pose a, Pose b) {
    double dot = a.qx() * b.qx() + a.qy() * b.qy() + a.qz() * b.qz() + a.qw() * b.qw();
    return Math.toDegrees(2 * Math.acos(Math.min(1, Math.abs(dot))));
  }

  private static Pose roundTrip(Pose pose) {
    return Rotation.pose(new double[] {pose.x(), pose.y(), pose.z()}, Rotation.angles(pose));
  }

  private static Pose random(Random random) {
    double[] q = random.doubles(4, -1, 1).toArray();
    double length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    return new Pose(1, 2, 3, q[0] / length, q[1] / length, q[2] / length, q[3] / length);
  }

  @Test
  void anglesGiveTheOrientationBack() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      Pose pose = random(random);
      double lock = Math.cos(Rotation.angles(pose)[1]);
      assertTrue(degrees(pose, roundTrip(pose)) < (lock < 0.02 ? 2.5 : 1e-4), () -> "" + pose);
    }
  }

  @Test
  void aDownwardGripperHasItsYawAsTheThirdAngle() {
    for (int yaw = 0; yaw < 360; yaw += 7) {
      double[] angles = Rotation.angles(Pose.down(0, 0, 1, Math.toRadians(yaw)));
      assertArrayEquals(
          new double[] {Math.PI, 0, Math.toRadians(yaw)},
          new double[] {angles[0], angles[1], (angles[2] + 1e-9) % (2 * Math.PI)},
          1e-6);
    }
  }

  @Test
  void aHorizontalGripperWithItsFingersBesideEachOtherIsATiltedDownwardOne() {
    for (int heading = 0; heading < 360; heading += 7) {
      double[] angles = {Math.PI, Math.PI / 2, Math.toRadians(heading)};
      Pose pose = Rotation.pose(new double[3], angles);
      assertArrayEquals(angles, Rotation.angles(pose), 1e-6);
    }
  }

  @Test
  void aHorizontalGripperWithItsFingersAboveEachOtherIsFarFromTheLock() {
    for (int heading = 0; heading < 360; heading += 7) {
      double[] angles = {Math.PI / 2, 0, Math.toRadians(heading)};
      assertArrayEquals(angles, Rotation.angles(Rotation.pose(new double[3], angles)), 1e-6);
    }
  }

  @Test
  void binsWithSoftLabelsGiveTheAngleBack() {
    float[] label = new float[Rotation.BINS];
    for (double angle = 0; angle < 2 * Math.PI; angle += 0.05) {
      Rotation.label(angle, label, 0);
      double sum = 0;
      float[] logits = new float[Rotation.BINS];
      for (int i = 0; i < logits.length; i++) {
        sum += label[i];
        logits[i] = (float) Math.log(label[i] + 1e-20);
      }
      assertEquals(1, sum, 1e-5);
      double error = Math.IEEEremainder(Rotation.angle(logits, 0) - angle, 2 * Math.PI);
      assertEquals(0, Math.toDegrees(error), 0.2);
      assertEquals(
          0, Math.IEEEremainder(Rotation.bin(angle) * 5 - Math.toDegrees(angle), 360), 2.51);
    }
  }
}
