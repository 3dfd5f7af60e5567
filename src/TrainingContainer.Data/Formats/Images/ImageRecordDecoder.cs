using System.Buffers.Binary;

namespace TrainingContainer.Data;

/// <summary>
/// Decodes what MXNet's im2rec packs: 24 bytes of header (flag, label as float32, id, id2), when flag is above 0 as many float32 labels, then the image
/// (mxnet.recordio, IRHeader).
/// </summary>
/// <param name="options">What the label holds, and the images' shape.</param>
internal sealed class ImageRecordDecoder(RecordOptions options) : IRecordDecoder
{
    private const int HeaderLength = 24;

    private readonly ImageDecoder? _image = options.ImageShape is { } shape ? new ImageDecoder(shape) : null;

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        if (_image is null)
        {
            return RecordFault.ImageShapeMissing();
        }

        if (record.Length < HeaderLength)
        {
            return RecordFault.ImageHeader(record.Length);
        }

        uint labels = BinaryPrimitives.ReadUInt32LittleEndian(record);
        if (labels > (uint)(record.Length - HeaderLength) / sizeof(float))
        {
            return RecordFault.ImageHeader(record.Length);
        }

        if (options.LabelKind != LabelKind.None)
        {
            if (labels > 1)
            {
                return RecordFault.SeveralLabels(labels);
            }

            float number = BinaryPrimitives.ReadSingleLittleEndian(record[(labels == 0 ? sizeof(uint) : HeaderLength)..]);
            if (!float.IsFinite(number))
            {
                return RecordFault.LabelNotFinite(number);
            }

            label.SetNumber(number);
        }

        return _image.Decode(record[(HeaderLength + ((int)labels * sizeof(float)))..], features);
    }
}
