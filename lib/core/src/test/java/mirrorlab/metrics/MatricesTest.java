package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class MatricesTest {
  private static final int THREADS = 3;

  /** Loads the classes of this module anew, and those of its dependencies from the class path. */
  private static final class Anew extends URLClassLoader {
    Anew(URL classes) {
      super(new URL[] {classes}, MatricesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.startsWith("mirrorlab.") ? findClass(name) : super.loadClass(name, resolve);
    }
  }

  @Test
  void theThreadsOfTheProcessAreTheUsers() throws Exception {
    Nd4j.zeros(1, 1); // ND4J sets them when it is loaded
    NativeOps native4j = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int openMp = native4j.ompGetMaxThreads();
    int blas = Nd4j.factory().blas().getMaxThreads();
    try (Anew anew = new Anew(Matrices.class.getProtectionDomain().getCodeSource().getLocation())) {
      Nd4j.factory().blas().setMaxThreads(THREADS);
      native4j.setOmpNumThreads(THREADS);
      assertNotSame(Matrices.class, Class.forName(Matrices.class.getName(), true, anew));
      assertEquals(THREADS, native4j.ompGetMaxThreads());
      assertEquals(THREADS, Nd4j.factory().blas().getMaxThreads());
    } finally {
      Nd4j.factory().blas().setMaxThreads(blas);
      native4j.setOmpNumThreads(openMp);
    }
  }
}
