package mirrorlab.data;

import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import java.util.List;
import java.util.Map;

/**
 * A column of a LeRobot set: its entry in {@code meta/info.json}, and its Parquet type.
 *
 * @param name such as {@code observation.images.front}
 * @param dtype LeRobot's type name: {@code image}, {@code float32}, {@code uint16}, {@code int64},
 *     …
 * @param shape lengths along each axis
 * @param names names of the numbers, or of the axes
 * @param type the Parquet type
 */
record Feature(String name, String dtype, List<Integer> shape, List<String> names, FieldType type) {

  /** A picture of H×W pixels as {@code {bytes: PNG, path}}. */
  static Feature image(String name, int height, int width) {
    FieldType png =
        FieldTypes.writeRecordModel(Map.class)
            .withField("bytes", FieldTypes.BINARY, picture -> picture.get("bytes"))
            .withField("path", FieldTypes.STRING, picture -> picture.get("path"));
    return new Feature(
        name, "image", List.of(height, width, 3), List.of("height", "width", "channels"), png);
  }

  /** H×W millimetres. */
  static Feature depth(String name, int height, int width) {
    FieldType rows = FieldTypes.LIST.ofType(FieldTypes.LIST.ofType(FieldTypes.INTEGER));
    return new Feature(name, "uint16", List.of(height, width), List.of("height", "width"), rows);
  }

  /** Named numbers of 32 bits. */
  static Feature floats(String name, List<String> names) {
    FieldType list = FieldTypes.LIST.ofType(FieldTypes.FLOAT);
    return new Feature(name, "float32", List.of(names.size()), names, list);
  }

  /** Named numbers of 64 bits. */
  static Feature doubles(String name, List<String> names) {
    FieldType list = FieldTypes.LIST.ofType(FieldTypes.DOUBLE);
    return new Feature(name, "float64", List.of(names.size()), names, list);
  }

  /** One number. */
  static Feature scalar(String name, String dtype, FieldType type) {
    return new Feature(name, dtype, List.of(1), List.of(name), type);
  }
}
