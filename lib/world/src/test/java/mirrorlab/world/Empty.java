package mirrorlab.world;

import java.util.List;
import java.util.function.Consumer;

/**
 * An empty table on which nothing can be achieved; it is not registered anywhere.
 *
 * @param watcher told of each control step
 */
record Empty(Consumer<World> watcher) implements Task {
  @Override
  public String id() {
    return "empty";
  }

  @Override
  public String displayName() {
    return "Empty";
  }

  @Override
  public int variations() {
    return 1;
  }

  @Override
  public List<String> instructions(int variation) {
    return List.of("do nothing", "rest", "wait");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    return new Goal() {
      @Override
      public boolean reached(World world) {
        return false;
      }

      @Override
      public void update(World world) {
        watcher.accept(world);
      }

      @Override
      public void demonstrate(World world, Robot robot) {
        robot.open(world.gripper());
      }
    };
  }
}
