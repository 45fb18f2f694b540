package mirrorlab.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.Renderer;

/**
 * Renderers of this library's types for IJava 1.3, which has no extension mechanism; a start-up
 * line calls this.
 */
public final class IJavaExtension {
  private IJavaExtension() {}

  /**
   * Registers the renderers, prevents the loss of printed output, and adds notes and Javadoc.
   *
   * @param kernel {@code getKernelInstance()}
   */
  public static void install(BaseKernel kernel) {
    IJavaOutput.install(kernel);
    Documentation.install();
    install(kernel.getRenderer());
  }

  /**
   * Registers the renderers.
   *
   * @param renderer {@code getKernelInstance().getRenderer()}
   */
  public static void install(Renderer renderer) {
    Renderings.types().forEach(type -> register(type, renderer));
  }

  private static <T> void register(Class<T> type, Renderer renderer) {
    renderer
        .createRegistration(type)
        .register(
            (value, context) -> {
              Shown shown = Renderings.show(type, value);
              shown.forms().forEach(context.getOutputContainer()::putData);
              shown.sizes().forEach(context.getOutputContainer()::putMetaData);
            });
  }
}
