package mirrorlab.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converters that validate options and arguments; an invalid value is bad usage, reported before
 * any work is done.
 */
final class Domains {
  private Domains() {}

  /** An existing folder. */
  static final class Folder implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      return existing(name, Files::isDirectory, Files::exists, "is a file; name a folder");
    }
  }

  /** A folder that exists or can be created. */
  static final class NewFolder implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      Path path = path(name);
      Path above = path.toAbsolutePath();
      while (!Files.exists(above)) { // ends at the root
        above = above.getParent();
      }
      if (!Files.isDirectory(above)) {
        throw new TypeConversionException(
            String.format(
                Locale.ROOT,
                "'%s' cannot be made, since %s is a file; name another folder",
                name,
                above));
      }
      return path;
    }
  }

  /** An existing file. */
  static final class File implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      return existing(name, Files::isRegularFile, Files::isDirectory, "is a folder; name a file");
    }
  }

  /** An existing file or folder. */
  static final class Existing implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      Path path = path(name);
      if (!Files.exists(path)) {
        throw new TypeConversionException("'" + name + "' is not there");
      }
      return path;
    }
  }

  /** A file to write, which may exist already. */
  static final class NewFile implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      Path path = path(name);
      if (name.isBlank() || Files.isDirectory(path)) {
        throw new TypeConversionException("'" + name + "' is a folder; name a file in it");
      }
      new NewFolder().convert(path.toAbsolutePath().getParent().toString());
      return path;
    }
  }

  /** A count of at least 1. */
  static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String number) {
      return count(number, 1);
    }
  }

  /** A count of at least 0. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String number) {
      return count(number, 0);
    }
  }

  private static int count(String number, int least) {
    try {
      int count = Integer.parseInt(number.strip());
      if (count >= least) {
        return count;
      }
    } catch (NumberFormatException e) {
      // handled below
    }
    throw new TypeConversionException(
        String.format(
            Locale.ROOT,
            "'%s' is not a whole number from %d to %d",
            number,
            least,
            Integer.MAX_VALUE));
  }

  private static Path existing(
      String name, Predicate<Path> isRight, Predicate<Path> isOther, String other) {
    Path path = path(name);
    if (!isRight.test(path)) {
      String what = isOther.test(path) ? other : "is not there";
      throw new TypeConversionException(String.format(Locale.ROOT, "'%s' %s", name, what));
    }
    return path;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("no path can be called so: " + e.getMessage());
    }
  }
}
