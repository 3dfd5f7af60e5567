using System.Text;

namespace TrainingContainer.Data;

/// <summary>Decodes image files; the label comes from the list or from the file's path.</summary>
/// <param name="options">What the label holds, the images' shape, perhaps a list.</param>
internal sealed class ImageFileDecoder(RecordOptions options) : IRecordDecoder
{
    private readonly ImageDecoder? _image = options.ImageShape is { } shape ? new ImageDecoder(shape) : null;
    private readonly Dictionary<string, byte[]> _folders = new(StringComparer.Ordinal);
    private string? _file;

    public void Enter(string? file) => _file = file;

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label) =>
        _image is null ? RecordFault.ImageShapeMissing() : ReadLabel(ref label) ?? _image.Decode(record, features);

    private string? ReadLabel(ref RecordLabel label)
    {
        if (options.LabelKind == LabelKind.None)
        {
            return null;
        }

        if (_file is null)
        {
            return RecordFault.PipedImage();
        }

        if (options.ImageList is { } list)
        {
            if (!list.TryFind(_file, out double number))
            {
                return RecordFault.UnlistedImage(_file);
            }

            label.SetNumber(number);
            return null;
        }

        ReadOnlySpan<char> path = _file;
        int end = path.IndexOf('/');
        if (end <= 0)
        {
            return RecordFault.NoClassFolder();
        }

        var folders = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!folders.TryGetValue(path[..end], out byte[]? name))
        {
            name = Encoding.UTF8.GetBytes(_file, 0, end);
            folders[path[..end]] = name;
        }

        return LabelText.Read(name, options.LabelKind, ref label);
    }
}
