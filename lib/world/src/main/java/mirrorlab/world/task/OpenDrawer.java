package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.List;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/** A cabinet of three drawers that open to the robot's left: pull out the named one. */
@AutoService(Task.class)
public final class OpenDrawer implements Task {
  private static final Region PLACES = new Region(0.07, 0.15, -0.28, -0.22, Math.PI / 8);

  @Override
  public String id() {
    return "open_drawer";
  }

  @Override
  public String displayName() {
    return "Open Drawer";
  }

  @Override
  public int variations() {
    return Cabinet.DRAWERS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String drawer = Cabinet.DRAWERS.get(variation);
    return List.of(
        "open the " + drawer + " drawer",
        "take the handle of the " + drawer + " drawer and pull",
        "pull the " + drawer + " drawer out of the cabinet");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    return new Pulled(Cabinet.in(scene, PLACES), Cabinet.DRAWERS.get(variation));
  }

  /**
   * @param wanted the only drawer that is to be open
   */
  private record Pulled(Cabinet cabinet, String wanted) implements Goal {
    @Override
    public boolean reached(World world) {
      return world.joint(wanted) > Cabinet.OPEN
          && choice().wrong().stream().allMatch(other -> world.joint(other) < Cabinet.SHUT);
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose ahead = cabinet.handle(world, wanted, 0.09);
      Pose handle = cabinet.handle(world, wanted, 0);
      Pose pulled = cabinet.handle(world, wanted, Cabinet.PULL);
      robot.open(ahead);
      robot.grip(handle);
      robot.grip(pulled);
    }

    @Override
    public Choice choice() {
      return Choice.among(Cabinet.DRAWERS, wanted);
    }

    @Override
    public List<Goal> alternatives() {
      return choice().wrong().stream().<Goal>map(other -> new Pulled(cabinet, other)).toList();
    }
  }
}
