package mirrorlab.world;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The tasks on the class path. */
public final class Tasks {
  private static final List<Task> ALL =
      ServiceLoader.load(Task.class, Tasks.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(Task::id))
          .toList();

  private Tasks() {}

  /** Every task, by id. */
  public static List<Task> all() {
    return ALL;
  }

  /**
   * The task with this id.
   *
   * @throws IllegalArgumentException if there is none; the message lists all ids
   */
  public static Task named(String id) {
    return ALL.stream()
        .filter(task -> task.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "there is no task '%s'; the tasks are %s",
                        id,
                        ALL.stream().map(Task::id).collect(Collectors.joining(", ")))));
  }
}
