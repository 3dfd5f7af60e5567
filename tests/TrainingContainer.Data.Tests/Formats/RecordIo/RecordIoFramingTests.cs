using System.Buffers.Binary;

namespace TrainingContainer.Data.Tests;

public sealed class RecordIoFramingTests
{
    private static readonly byte[] MagicBytes = [0x0a, 0x23, 0xd7, 0xce];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Next_WholeRecordsOfAllLengths_FindsEachWithoutItsPadding(int step)
    {
        byte[][] payloads = [.. Enumerable.Range(0, 10).Select(length => Enumerable.Range(1, length).Select(i => (byte)i).ToArray())];
        Payloads(RecordIoBytes.Whole(payloads), step).ShouldBe(payloads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Next_RecordsThatDmlcHasCut_JoinsThemWithTheMagicNumber(int step)
    {
        byte[][] payloads =
        [
            [1, 2, 3, 4, .. MagicBytes, 5, 6],
            MagicBytes,
            [.. MagicBytes, .. MagicBytes],
            [1, 2, .. MagicBytes, 3, 4, .. MagicBytes, 7],
            [1, 2, 3, 4, .. MagicBytes, 5, 6, 7, 8, .. MagicBytes, .. MagicBytes, 9],
        ];
        Payloads([.. payloads.SelectMany(RecordIoBytes.Dmlc)], step).ShouldBe(payloads);
    }

    [Fact]
    public void Decode_PartsThatAreNoMultipleOf4_JoinsThemWithoutTheMagicNumber()
    {
        Payloads(RecordIoBytes.Parts([[1, 2, 3], [4, 5, 6, 7], [8]]), 5).ShouldBe([[1, 2, 3, 4, 5, 6, 7, 8]]);
        Payloads(RecordIoBytes.Parts([[], [1], [], [2]]), 5).ShouldBe([[1, 2]]);
    }

    [Fact]
    public void Decode_PartsOfEitherKind_TakesTheKindThatDecodes()
    {
        byte[] parts = RecordIoBytes.Parts([[1, 2, 3, 4], [5, 6]]);
        var plain = new Recorder(payload => payload.Length == 6 ? null : "wrong length");
        RecordLabel label = default;
        new RecordIoDecoder(plain).Decode(parts, default, ref label).ShouldBeNull();
        plain.Last.ShouldBe([1, 2, 3, 4, 5, 6]);

        var both = new Recorder(payload => $"{payload.Length} bytes");
        new RecordIoDecoder(both).Decode(parts, default, ref label).ShouldBe("10 bytes", "the fault of the usual kind");
    }

    [Fact]
    public void Next_WrongMagic_SaysWhatWasFound()
    {
        string fault = FormatReading.Fault(new ProtobufFormat(), [1, 2, 3, 4, 5]);
        fault.ShouldBe("byte 0: found 0x04030201, expected RecordIO's magic number 0xced7230a. Fix: check that the content type is right and that all files are RecordIO.");
    }

    [Fact]
    public void Next_WrongMagicLater_IsAtTheOffsetOfTheRecord()
    {
        byte[] record = RecordIoBytes.Whole(ProtobufRecords.Dense([1, 2], 3));
        FormatReading.Fault(new ProtobufFormat(), [.. record, .. record, 9, 9, 9, 9]).ShouldStartWith($"byte {2 * record.Length}: found 0x09090909, expected RecordIO's magic");
    }

    [Fact]
    public void Next_WrongMagicOfALaterPart_IsAtItsOffsetInTheRecord()
    {
        byte[] bytes = RecordIoBytes.Parts([[1, 2, 3], [4]]);
        bytes[12] ^= 1;
        Fault(bytes).ShouldStartWith("found 0xced7230b 12 bytes into the record, expected RecordIO's magic");
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(7, 8)]
    [InlineData(8, 13)]
    [InlineData(12, 13)]
    public void Next_EndWithinARecord_SaysHowMuchIsThere(int there, int expected) =>
        Fault(RecordIoBytes.Whole([1, 2, 3, 4, 5])[..there]).ShouldStartWith($"found the end of the data {there} bytes into a record, expected {expected} bytes or more.");

    [Fact]
    public void Next_EndBetweenParts_SaysSo() =>
        Fault(RecordIoBytes.Part(1, [1, 2, 3])).ShouldStartWith("found the end of the data 12 bytes into a record, expected 20 bytes or more.");

    [Fact]
    public void Next_EndWithinThePadding_LosesNothing() => Payloads(RecordIoBytes.Whole([1, 2, 3, 4, 5])[..14], 3).ShouldBe([[1, 2, 3, 4, 5]]);

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(4u)]
    [InlineData(7u)]
    public void Next_FirstPartOfTheWrongKind_IsRefused(uint kind) =>
        Fault(RecordIoBytes.Part(kind, [1, 2, 3, 4])).ShouldStartWith($"found the part kind {kind} in the length word, expected 0 (whole) or 1 (first).");

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(5u)]
    public void Next_LaterPartOfTheWrongKind_IsRefused(uint kind) =>
        Fault([.. RecordIoBytes.Part(1, [1, 2, 3, 4]), .. RecordIoBytes.Part(kind, [1])])
            .ShouldStartWith($"found the part kind {kind} 12 bytes into the record in the length word, expected 2 (middle) or 3 (last).");

    [Fact]
    public void Next_LengthBeyondTheLimit_IsRefusedAtTheHeader()
    {
        var header = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(header, RecordIo.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), 101 - 8);
        new RecordIoFraming(100).Next(header, false, out _).ShouldNotBeNull().ShouldStartWith("found a record of 101 bytes or more, expected at most 100.");
        new RecordIoFraming(101).Next(header, false, out Frame frame).ShouldBeNull();
        frame.ShouldBe(Frame.Incomplete);
    }

    [Fact]
    public void Next_ManyParts_AreBoundedTogether() =>
        new RecordIoFraming(100).Next([.. RecordIoBytes.Part(1, new byte[40]), .. RecordIoBytes.Part(2, new byte[40]), .. RecordIoBytes.Part(3, [])], true, out _)
            .ShouldNotBeNull().ShouldStartWith("found a record of 104 bytes or more, expected at most 100.");

    [Fact]
    public void Next_Groups_AreOneRecord()
    {
        byte[] stream = RecordIoBytes.Whole([[1], [2, 3], [4, 5, 6, 7, 8], []]);
        var framing = new RecordIoFraming(groupSize: 2);
        framing.Next(stream.AsSpan(0, 20), false, out Frame frame).ShouldBeNull();
        frame.ShouldBe(Frame.Incomplete);
        framing.Next(stream, false, out frame).ShouldBeNull();
        frame.ShouldBe(Frame.Record(0, 22, 24));
        framing.Next(stream.AsSpan(24), true, out frame).ShouldBeNull();
        frame.ShouldBe(Frame.Record(0, 24, 24));
    }

    [Fact]
    public void Next_EndWithinAGroup_SaysHowManyAreThere() =>
        new RecordIoFraming(groupSize: 3).Next(RecordIoBytes.Whole([[1], [2]]), true, out _)
            .ShouldNotBeNull().ShouldStartWith("found the end of the data after 2 of a row's 3 records");

    private static string Fault(byte[] bytes) => new RecordIoFraming().Next(bytes, true, out _).ShouldNotBeNull();

    /// <summary>The payloads of a stream, some bytes at a time.</summary>
    private static List<byte[]> Payloads(byte[] stream, int step)
    {
        var framing = new RecordIoFraming();
        var recorder = new Recorder(_ => null);
        var decoder = new RecordIoDecoder(recorder);
        var payloads = new List<byte[]>();
        int end = 0;
        Frame frame = default;
        for (int position = 0; position < stream.Length;)
        {
            if (end == position || frame.Consumed == 0)
            {
                end = Math.Min(end + step, stream.Length);
            }

            framing.Next(stream.AsSpan(position, end - position), end == stream.Length, out frame).ShouldBeNull();
            (frame.Consumed > 0 || end < stream.Length).ShouldBeTrue("incomplete at the end");
            if (frame.HasRecord)
            {
                RecordLabel label = default;
                decoder.Decode(stream.AsSpan(position + frame.Start, frame.Length), default, ref label).ShouldBeNull();
                payloads.Add(recorder.Last);
            }

            position += frame.Consumed;
        }

        return payloads;
    }

    /// <summary>Keeps the payload and says what it is told to.</summary>
    private sealed class Recorder(Func<byte[], string?> answer) : IRecordDecoder
    {
        public byte[] Last { get; private set; } = [];

        public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
        {
            Last = record.ToArray();
            return answer(Last);
        }
    }
}
