namespace TrainingContainer.Data;

/// <summary>
/// What can be wrong with a record, one method each, in words that <see cref="IRecordDecoder.Decode"/> returns: what was found, what was expected, and
/// how to fix it. Offsets count from the start of the record, behind its RecordIO header.
/// </summary>
internal static class RecordFault
{
    /// <summary>Features that a row may have: as many as columns of CSV.</summary>
    public const int FeatureCountMax = PieceParser.ColumnCountMax;

    public static string RecordIoMagic(uint found, long offset) =>
        $"found 0x{found:x8}{Into(offset)}, expected RecordIO's magic number 0x{RecordIo.Magic:x8}. Fix: check that the content type is right and that all files are RecordIO.";

    public static string RecordIoPart(uint found, long offset) =>
        $"found the part kind {found}{Into(offset)} in the length word, expected {(offset == 0 ? "0 (whole) or 1 (first)" : "2 (middle) or 3 (last)")}. Fix: write the RecordIO file again; it is damaged.";

    public static string RecordIoTooLong(long found, int limit) =>
        $"found a record of {found} bytes or more, expected at most {limit}. Fix: write smaller records; if they are not that long the file is damaged.";

    public static string RecordIoTruncated(long found, long expected) =>
        $"found the end of the data {found} bytes into a record, expected {expected} bytes or more. Fix: upload the file again; it is not complete.";

    public static string GroupTruncated(int found, int expected) =>
        $"found the end of the data after {found} of a row's {expected} records, expected a record for each attribute. Fix: make attribute_names the AttributeNames of the channel, in the same order.";

    public static string Protobuf(int offset) =>
        $"found bytes at offset {offset} of the record that are no valid protobuf, expected SageMaker's Record message. Fix: check the content type; write the file again with a protobuf library.";

    public static string NoFeatures() =>
        "found a record without features, expected the features under the key \"values\". Fix: write them with the key \"values\".";

    public static string SeveralKeys(string map) =>
        $"found several keys in the map \"{map}\", none of them \"values\", expected that key or only one. Fix: put all numbers into one tensor under the key \"values\".";

    public static string SeveralTensors(string map) =>
        $"found several tensors in one value of the map \"{map}\", expected one. Fix: set only one of float32_tensor, float64_tensor and int32_tensor.";

    public static string NoTensor(string map, bool isBytes) =>
        $"found {(isBytes ? "bytes" : "no tensor")} in the map \"{map}\", expected a float32, float64 or int32 tensor. Fix: write the numbers as a tensor{(isBytes ? "; images go into application/x-recordio" : "")}.";

    public static string SparseWithoutShape() =>
        "found keys but no shape, expected a shape with sparse values. Fix: write the shape: the number of features.";

    public static string SparseCounts(long keys, long values) =>
        $"found {keys} keys and {values} values, expected as many. Fix: write a key for every value.";

    public static string ShapeAndValues(long volume, long values) =>
        $"found {values} values and a shape of {volume}, expected as many. Fix: correct the shape, or leave it out.";

    public static string KeyOutside(ulong key, int size) =>
        $"found the key {key}, expected 0 to {size - 1}. Fix: count keys from 0, and make the shape the number of features.";

    public static string Width(long found, int expected) =>
        $"found {Features(found)}, expected {expected}. Fix: give every record the same features; if feature_dim is set, make it their number.";

    public static string Infinite(long index) =>
        $"feature {index} (from 0): found an infinite number, expected a finite one that float32 can hold (at most 3.4e38). Fix: remove or clip infinite values.";

    public static string LabelMissing() =>
        "found no label, expected one in every record. Fix: write the label, or remove the records without one.";

    public static string LabelSize(long found) =>
        $"found {(found == 1 ? "a sparse label" : $"{found} numbers as label")}, expected one number. Fix: write the label as one number; several labels a record are not supported.";

    public static string LabelNotFinite(double found) =>
        $"found the label {found}, expected a finite number. Fix: correct the label, or remove the record.";

    public static string LabelNotNumber(ReadOnlySpan<byte> found) =>
        $"found the label {DataError.Shown(found)}, expected a number. Fix: correct the label, or train a classifier.";

    public static string Json(long offset) =>
        $"found text at offset {offset} of the line that is no valid JSON, expected one JSON value a line. Fix: write every record on a line of its own; null is a missing number, NaN is no JSON.";

    public static string JsonNotUnicode() =>
        "found a JSON string that is no Unicode (a lone surrogate or broken UTF-8), expected UTF-8 text. Fix: write the file as UTF-8.";

    public static string JsonToken(string where, string found, string expected) =>
        $"{where}: found {found}, expected {expected}. Fix: write [label, number, …] or {{\"features\": [number, …], \"label\": …}} on every line; null is a missing number.";

    public static string JsonTwice(string name) =>
        $"found \"{name}\" twice, expected it once. Fix: write one record a line.";

    public static string LibSvmToken(ReadOnlySpan<byte> found, string expected) =>
        $"found {DataError.Shown(found)}, expected {expected}. Fix: write \"label index:value index:value …\", separated by spaces.";

    public static string LibSvmOrder(long found, long before) =>
        $"found the index {found} after {before}, expected ascending indexes. Fix: sort the features of every row by index, each at most once.";

    public static string LibSvmIndex(long found, int featureCount) =>
        $"found the index {found}, expected 0 to {featureCount - 1}. Fix: set feature_dim to the largest index of all channels plus 1 (indexes count from 0; in a file that counts from 1 the first feature stays 0).";

    public static string ImageShapeMissing() =>
        "found images but no input shape, expected one. Fix: set input_shape to [channels, height, width], for example [3,224,224].";

    public static string LibraryMissing(string found, string library, string package) =>
        $"found {found} and no {library} on this machine, expected that library to decode it. Fix: apt-get install {package}.";

    public static string NotAnImage(string found) =>
        $"found {found}, expected a JPEG or PNG image. Fix: convert the image to JPEG or PNG.";

    public static string ImageDamaged(string reason) =>
        $"found an image that does not decode ({reason}), expected a whole JPEG or PNG. Fix: check the image with an image viewer and upload it again.";

    public static string ImageTooLarge(long width, long height, long pixelsMax) =>
        $"found an image of {width} x {height} pixels, expected at most {pixelsMax} pixels. Fix: scale the image down.";

    public static string ImageHeader(int found) =>
        $"found {found} bytes, expected the 24 bytes of MXNet's image header, the labels it announces, and an image. Fix: write the file with im2rec.";

    public static string SeveralLabels(uint found) =>
        $"found {found} labels, expected one. Fix: pack the images with one label each (im2rec without --pack-label).";

    public static string UnlistedImage(string file) =>
        $"found the image {file}, which is not in the .lst file, expected a line for it. Fix: add the line \"index<tab>label<tab>{file}\".";

    public static string NoClassFolder() =>
        "found an image that lies in no folder, expected a folder for each class or a .lst file. Fix: put the images of a class into a folder of that name.";

    public static string PipedImage() =>
        "found an image without a file name (Pipe mode), expected files. Fix: use the input mode FastFile, or pack the images with im2rec as application/x-recordio.";

    public static string Attribute(string name, string fault) => $"attribute {name}: {fault}";

    public static string AttributeNotFeatures(ReadOnlySpan<byte> found) =>
        $"found {DataError.Shown(found)}, expected a JPEG or PNG image or a JSON array of numbers. Fix: choose the attribute that holds the features.";

    public static string AttributeNotLabel(ReadOnlySpan<byte> found) =>
        $"found {DataError.Shown(found)}, expected one number or name. Fix: choose the attribute that holds the label.";

    /// <summary>What is wrong with a first record's number of features; null when nothing is.</summary>
    public static string? FeatureCount(long found, int? expected) => expected is int count && count != found ? Width(found, count)
        : found > FeatureCountMax ? $"found {found} features, expected at most {FeatureCountMax}. Fix: reduce the features."
        : found < 1 ? "found no features, expected at least one. Fix: write the features of every record."
        : null;

    private static string Features(long count) => count == 1 ? "1 feature" : $"{count} features";

    private static string Into(long offset) => offset == 0 ? "" : $" {offset} bytes into the record";
}
