using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>Reads bytes through a format's framing and decoder as a stream would: some bytes more at a time.</summary>
internal static class FormatReading
{
    /// <summary>All rows, or those before the fault.</summary>
    /// <param name="format">The format.</param>
    /// <param name="data">The whole stream.</param>
    /// <param name="options">Null: class labels.</param>
    /// <param name="featureCount">Null: what the first record says.</param>
    /// <param name="step">Bytes that come at a time.</param>
    /// <param name="file">The file's name for the decoder.</param>
    public static (List<ReadRow> Rows, string? Fault) Read(
        RecordFormat format, byte[] data, RecordOptions? options = null, int? featureCount = null, int step = int.MaxValue, string? file = null)
    {
        options ??= new RecordOptions();
        var rows = new List<ReadRow>();
        IRecordFraming framing = format.Framing(options);
        IRecordDecoder? decoder = null;
        float[] features = [];
        int position = 0;
        int end = Math.Min(step, data.Length);
        while (position < data.Length)
        {
            bool isLast = end == data.Length;
            if (position == end && !isLast)
            {
                end = (int)Math.Min((long)end + step, data.Length);
                continue;
            }

            string? fault = framing.Next(data.AsSpan(position, end - position), isLast, out Frame frame);
            if (fault is not null)
            {
                return (rows, $"byte {position}: {fault}");
            }

            if (frame.Consumed == 0)
            {
                isLast.ShouldBeFalse("Incomplete at the end of the stream");
                end = (int)Math.Min((long)end + step, data.Length);
                continue;
            }

            if (frame.HasRecord)
            {
                ReadOnlySpan<byte> record = data.AsSpan(position + frame.Start, frame.Length);
                if (decoder is null)
                {
                    fault = format.Inspect(record, options, featureCount, out int found);
                    if (fault is not null)
                    {
                        return (rows, $"byte {position}: {fault}");
                    }

                    found.ShouldBeInRange(1, RecordFault.FeatureCountMax);
                    features = new float[found];
                    decoder = format.Decoder(options, found);
                    decoder.Enter(file);
                }

                // what an earlier row has left must not show through
                Array.Fill(features, -77f);
                RecordLabel label = default;
                fault = decoder.Decode(record, features, ref label);
                if (fault is not null)
                {
                    return (rows, $"byte {position}: {fault}");
                }

                rows.Add(new ReadRow([.. features], label.Kind switch
                {
                    LabelKind.Number => label.Number,
                    LabelKind.Class => Encoding.UTF8.GetString(label.Name),
                    _ => null,
                }));
            }

            position += frame.Consumed;
        }

        return (rows, null);
    }

    /// <summary>All rows; fails the test when there is a fault.</summary>
    public static List<ReadRow> Rows(RecordFormat format, byte[] data, RecordOptions? options = null, int? featureCount = null, string? file = null)
    {
        (List<ReadRow> rows, string? fault) = Read(format, data, options, featureCount, int.MaxValue, file);
        fault.ShouldBeNull();
        (List<ReadRow> stepped, fault) = Read(format, data, options, featureCount, 1 + (data.Length / 50), file);
        fault.ShouldBeNull();
        stepped.Count.ShouldBe(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            stepped[i].Features.ShouldBe(rows[i].Features);
            stepped[i].Label.ShouldBe(rows[i].Label);
        }

        return rows;
    }

    /// <summary>The one row of text.</summary>
    public static ReadRow Row(RecordFormat format, string text, RecordOptions? options = null, int? featureCount = null) =>
        Rows(format, Encoding.UTF8.GetBytes(text), options, featureCount).ShouldHaveSingleItem();

    /// <summary>The fault that reading ends with.</summary>
    public static string Fault(RecordFormat format, byte[] data, RecordOptions? options = null, int? featureCount = null, string? file = null) =>
        Read(format, data, options, featureCount, int.MaxValue, file).Fault.ShouldNotBeNull();

    public static string Fault(RecordFormat format, string text, RecordOptions? options = null, int? featureCount = null) =>
        Fault(format, Encoding.UTF8.GetBytes(text), options, featureCount);

    /// <summary>Bytes that a thread allocates for decoding a record many times, after some warming up.</summary>
    public static long AllocatedBy(IRecordDecoder decoder, byte[] record, int featureCount, int times)
    {
        var features = new float[featureCount];
        // the runtime itself allocates while it compiles anew what runs often: the best of several rounds is the code's own
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < times; i++)
            {
                RecordLabel label = default;
                if (decoder.Decode(record, features, ref label) is string fault)
                {
                    throw new InvalidOperationException(fault);
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
