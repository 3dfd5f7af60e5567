using System.Text;

namespace TrainingContainer.Data;

/// <summary>The labels of image files: a .lst file of MXNet's im2rec, with lines of <c>index</c>, <c>label</c> and <c>path</c>, separated by tabs.</summary>
public sealed class ImageList
{
    private readonly Dictionary<string, double> _labels;

    private ImageList(Dictionary<string, double> labels) => _labels = labels;

    /// <summary>The number of images.</summary>
    public int Count => _labels.Count;

    /// <summary>The label of each path.</summary>
    internal IEnumerable<KeyValuePair<string, double>> Labels => _labels;

    /// <summary>Reads a .lst file.</summary>
    /// <param name="text">The file's text, UTF-8. Blank lines do not count; the index is not used.</param>
    /// <param name="channel">The channel's name for messages; null if unknown.</param>
    /// <param name="file">The file's name for messages.</param>
    /// <exception cref="DataException">A line is not of that form, or a path is listed twice with different labels.</exception>
    public static ImageList Parse(ReadOnlySpan<byte> text, string? channel, string file)
    {
        var labels = new Dictionary<string, double>(StringComparer.Ordinal);
        int row = 0;
        foreach (Range range in text.Split((byte)'\n'))
        {
            row++;
            ReadOnlySpan<byte> line = text[range].TrimEnd((byte)'\r');
            if (line.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            var place = new DataPlace(channel, file, row);
            int label = line.IndexOf((byte)'\t') + 1;
            int path = line.LastIndexOf((byte)'\t') + 1;
            if (label == 0 || path == label)
            {
                throw DataError.ImageListLine(place, line);
            }

            ReadOnlySpan<byte> number = line[label..(path - 1)];
            if (number.Contains((byte)'\t') || NumberField.Read(number, out float value) != NumberFieldKind.Number)
            {
                throw DataError.ImageListLabel(place, number);
            }

            string name = Normal(Encoding.UTF8.GetString(line[path..]));
            if (!labels.TryAdd(name, value) && labels[name] != value)
            {
                throw DataError.ImageListTwice(place, line[path..]);
            }
        }

        return new ImageList(labels);
    }

    /// <summary>Finds an image's label.</summary>
    /// <param name="file">Its path as in the list: relative to the channel's directory, with slashes.</param>
    /// <param name="label">The label.</param>
    public bool TryFind(string file, out double label) => _labels.TryGetValue(file, out label);

    private static string Normal(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
