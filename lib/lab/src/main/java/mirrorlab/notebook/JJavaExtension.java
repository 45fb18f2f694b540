package mirrorlab.notebook;

import com.google.auto.service.AutoService;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** Renderers of this library's types for JJava, which finds this extension on the class path. */
@AutoService(Extension.class)
public final class JJavaExtension implements Extension {
  @Override
  public void install(BaseKernel kernel) {
    JJavaOutput.install(kernel);
    Documentation.install();
    Renderings.types().forEach(type -> register(type, kernel.getRenderer()));
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
