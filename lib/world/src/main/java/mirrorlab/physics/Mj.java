package mirrorlab.physics;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;

/**
 * The C functions that the library calls, named as in {@code mujoco.h}; bound by {@link
 * MuJoCo#load}.
 *
 * <p>Pointers are passed as {@code long}: MuJoCo supports only 64-bit platforms.
 */
final class Mj {
  private Mj() {}

  /** {@code mjfLogHandler}: receives each error and warning on the thread that caused it. */
  interface LogHandler extends Callback {
    /** Receives a pointer to an {@code mjLogMessage}. */
    void invoke(Pointer message);
  }

  static native Pointer mju_setLogHandler(LogHandler handler);

  static native void mj_defaultVFS(Pointer vfs);

  static native int mj_addBufferVFS(Pointer vfs, String name, byte[] buffer, int size);

  static native void mj_deleteVFS(Pointer vfs);

  static native long mj_parseXMLString(String xml, Pointer vfs, byte[] error, int errorSize);

  static native long mj_compile(long spec, Pointer vfs);

  static native String mjs_getError(long spec);

  static native void mj_deleteSpec(long spec);

  static native void mj_deleteModel(long model);

  static native int mj_name2id(long model, int type, String name);

  static native String mj_id2name(long model, int type, int id);

  static native long mj_makeData(long model);

  static native void mj_deleteData(long data);

  static native void mj_resetData(long model, long data);

  static native void mj_step(long model, long data);

  static native void mj_forward(long model, long data);

  static native void mj_kinematics(long model, long data);

  static native void mj_comPos(long model, long data);

  static native void mj_camlight(long model, long data);

  static native void mj_jacSite(long model, long data, double[] jacp, double[] jacr, int site);

  static native int mj_stateSize(long model, int signature);

  static native void mj_getState(long model, long data, double[] state, int signature);

  static native void mj_setState(long model, long data, double[] state, int signature);

  static native double mj_ray(
      long model,
      long data,
      double[] point,
      double[] direction,
      byte[] groups,
      byte withStatic,
      int excludedBody,
      int[] geom,
      double[] normal);
}
