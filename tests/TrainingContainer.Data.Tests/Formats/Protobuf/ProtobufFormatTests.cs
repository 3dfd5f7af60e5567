using Google.Protobuf;
using TrainingContainer.Data.Tests.Protobuf;
using Record = TrainingContainer.Data.Tests.Protobuf.Record;

namespace TrainingContainer.Data.Tests;

public sealed class ProtobufFormatTests
{
    private static readonly RecordOptions WithoutLabel = new() { LabelKind = LabelKind.None };

    private static readonly Value OneTwo = new() { Float32Tensor = new() { Values = { 1, 2 } } };

    [Fact]
    public void Decode_HandMadeBytes_AreWhatTheDocumentationSays()
    {
        byte[] record =
        [
            0x0a, 0x16, 0x0a, 0x06, .. "values"u8, 0x12, 0x0c, // features: entry, key, value
            0x12, 0x0a, 0x0a, 0x08, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, // float32_tensor, packed values 1 and 2
            0x12, 0x10, 0x0a, 0x06, .. "values"u8, 0x12, 0x06, // label
            0x3a, 0x04, 0x0a, 0x02, 0xac, 0x02, // int32_tensor, packed 300
        ];
        ReadRow row = Row(record);
        row.Features.ShouldBe([1, 2]);
        row.Label.ShouldBe(300.0);
    }

    [Fact]
    public void Decode_RandomRecords_MatchesGooglesLibrary()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, 20));
            var made = RandomRecord.Make(ref random);
            ReadRow row = Row(made.Bytes);
            row.Features.ShouldBe(made.Features, $"seed {seed}");
            row.Label.ShouldBe(made.Label, $"seed {seed}");
        }
    }

    [Fact]
    public void Decode_UnpackedNumbers_AreReadLikePackedOnes()
    {
        byte[] floats = new UnpackedFloat32Tensor { Values = { 1.5f, -2, float.NaN } }.ToByteArray();
        Features(ProtobufRecords.Raw(2, floats)).ShouldBe([1.5f, -2, float.NaN]);
        byte[] integers = new UnpackedInt32Tensor { Values = { 7, -8, 300 }, Keys = { 300, 0, 5 }, Shape = { 2, 200 } }.ToByteArray();
        float[] sparse = Features(ProtobufRecords.Raw(7, integers));
        sparse.Length.ShouldBe(400);
        (sparse[300], sparse[0], sparse[5], sparse[1]).ShouldBe((7, -8, 300, 0));
    }

    [Fact]
    public void Decode_RunsOfBothKinds_AreJoinedInOrder()
    {
        byte[] tensor =
        [
            .. new UnpackedFloat32Tensor { Values = { 1 } }.ToByteArray(),
            .. new Float32Tensor { Values = { 2, 3 } }.ToByteArray(),
            .. new UnpackedFloat32Tensor { Values = { 4 } }.ToByteArray(),
        ];
        Features(ProtobufRecords.Raw(2, tensor)).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Decode_NoValuesButAShape_IsAllZero() =>
        Features(ProtobufRecords.Make(new Value { Float32Tensor = new() { Shape = { 3 } } })).ShouldBe([0, 0, 0]);

    [Fact]
    public void Decode_AnotherKey_CountsWhenItIsTheOnlyOne() => Features(ProtobufRecords.Make(OneTwo, key: "pixels")).ShouldBe([1, 2]);

    [Fact]
    public void Decode_SeveralKeys_TakesValues()
    {
        var record = new Record { Features = { ["a"] = ProtobufRecords.Number(1), ["values"] = OneTwo, ["b"] = ProtobufRecords.Number(2) } };
        Features(record.ToByteArray()).ShouldBe([1, 2]);
        record.Features.Remove("values");
        Fault(record.ToByteArray()).ShouldContain("found several keys in the map \"features\", none of them \"values\"");
    }

    [Fact]
    public void Decode_UnknownFields_ArePassedOver()
    {
        byte[] unknown = [.. ProtobufRecords.Varint((99 << 3) | 0), 5, .. ProtobufRecords.Field(77, [1, 2, 3]), .. ProtobufRecords.Varint((6 << 3) | 3), 0x08, 0x01, .. ProtobufRecords.Varint((6 << 3) | 4)];
        Row([.. unknown, .. ProtobufRecords.Dense([1, 2], 3), .. unknown]).Features.ShouldBe([1, 2]);
    }

    [Fact]
    public void Decode_Float64_IsRoundedToTheNearestFloat32() =>
        Features(ProtobufRecords.Make(new Value { Float64Tensor = new() { Values = { 0.1, 1e-300 } } })).ShouldBe([0.1f, 0]);

    [Fact]
    public void Decode_RecordInParts_IsJoinedEitherWay()
    {
        float[] values = [BitConverter.UInt32BitsToSingle(RecordIo.Magic), 1, BitConverter.UInt32BitsToSingle(RecordIo.Magic), 2];
        byte[] record = Enumerable.Range(1, 8).Select(length => ProtobufRecords.Make(new Value { Float32Tensor = new() { Values = { values } } }, key: new string('k', length)))
            .First(bytes => RecordIoBytes.Dmlc(bytes).Length > RecordIoBytes.Whole(bytes).Length);
        FormatReading.Rows(new ProtobufFormat(), RecordIoBytes.Dmlc(record), WithoutLabel).ShouldHaveSingleItem().Features.ShouldBe(values);
        byte[] cut = RecordIoBytes.Parts([record[..8], record[8..12], record[12..]]);
        FormatReading.Rows(new ProtobufFormat(), cut, WithoutLabel).ShouldHaveSingleItem().Features.ShouldBe(values);
    }

    [Fact]
    public void Decode_LabelOfEveryType_IsANumber()
    {
        Row(ProtobufRecords.Make(OneTwo, new Value { Float32Tensor = new() { Values = { 2.5f } } })).Label.ShouldBe(2.5);
        Row(ProtobufRecords.Make(OneTwo, new Value { Float32Tensor = new() { Values = { 2.5f }, Shape = { 1 } } })).Label.ShouldBe(2.5);
        Row(ProtobufRecords.Make(OneTwo, new Value { Float64Tensor = new() { Values = { 0.1 } } })).Label.ShouldBe(0.1);
        Row(ProtobufRecords.Make(OneTwo, new Value { Int32Tensor = new() { Values = { -7 } } })).Label.ShouldBe(-7.0);
    }

    [Fact]
    public void Decode_LabelsAreNotWanted_NeedsNone() => Row(ProtobufRecords.Make(OneTwo), WithoutLabel).Label.ShouldBeNull();

    [Fact]
    public void Decode_NoLabel_IsRefused() => Fault(ProtobufRecords.Make(OneTwo), new RecordOptions()).ShouldContain("found no label, expected one in every record.");

    [Fact]
    public void Decode_TwoLabels_AreRefused() =>
        Fault(ProtobufRecords.Make(OneTwo, OneTwo), new RecordOptions()).ShouldContain("found 2 numbers as label, expected one number.");

    [Fact]
    public void Decode_SparseLabel_IsRefused() =>
        Fault(ProtobufRecords.Make(OneTwo, new Value { Int32Tensor = new() { Values = { 1 }, Keys = { 0 }, Shape = { 1 } } }), new RecordOptions()).ShouldContain("found a sparse label");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Decode_LabelThatIsNoNumber_IsRefused(double label) =>
        Fault(ProtobufRecords.Make(OneTwo, ProtobufRecords.Number(label)), new RecordOptions()).ShouldContain("expected a finite number.");

    [Fact]
    public void Decode_AnotherWidth_IsRefused() =>
        Fault(ProtobufRecords.Make(OneTwo), WithoutLabel, featureCount: 3).ShouldContain("found 2 features, expected 3. Fix: give every record the same features");

    [Fact]
    public void Decode_WidthThatChanges_IsRefusedAtThatRecord()
    {
        byte[] first = RecordIoBytes.Whole(ProtobufRecords.Dense([1, 2], 0));
        FormatReading.Fault(new ProtobufFormat(), [.. first, .. RecordIoBytes.Whole(ProtobufRecords.Dense([1], 0))])
            .ShouldStartWith($"byte {first.Length}: found 1 feature, expected 2.");
    }

    [Fact]
    public void Decode_WrongSparseTensors_SayWhy()
    {
        Fault(Sparse(keys: [1], shape: [])).ShouldContain("found keys but no shape");
        Fault(Sparse(keys: [1, 2], shape: [5])).ShouldContain("found 2 keys and 1 values");
        Fault(Sparse(keys: [5], shape: [5])).ShouldContain("found the key 5, expected 0 to 4.");
        Fault(Sparse(keys: [ulong.MaxValue], shape: [5])).ShouldContain("found the key 18446744073709551615");
        Fault(Sparse(keys: [1], shape: [ulong.MaxValue, ulong.MaxValue])).ShouldContain("expected at most 4194304");
        Fault(Sparse(keys: [], shape: [2])).ShouldContain("found 1 values and a shape of 2");
    }

    [Fact]
    public void Decode_NoTensor_SaysWhatIsThere()
    {
        Fault(ProtobufRecords.Make(new Value())).ShouldContain("found no tensor in the map \"features\"");
        Fault(ProtobufRecords.Make(new Value { Bytes = new() { Value = { ByteString.CopyFromUtf8("x") } } })).ShouldContain("found bytes in the map \"features\"");
        Fault(new Record { Uid = "x" }.ToByteArray()).ShouldContain("found a record without features");
        Fault([]).ShouldContain("found a record without features");
        Fault(ProtobufRecords.Make(new Value { Float32Tensor = new() })).ShouldContain("found no features, expected at least one");
    }

    [Fact]
    public void Decode_InfiniteNumbers_AreRefused()
    {
        float[] values = new float[37];
        values[34] = float.NegativeInfinity;
        Fault(ProtobufRecords.Make(new Value { Float32Tensor = new() { Values = { values } } })).ShouldContain("feature 34 (from 0): found an infinite number");
        Fault(ProtobufRecords.Make(new Value { Float64Tensor = new() { Values = { 1e39 } } })).ShouldContain("feature 0 (from 0): found an infinite number");
        Fault(ProtobufRecords.Make(new Value { Float64Tensor = new() { Values = { 1e39 }, Keys = { 2 }, Shape = { 3 } } })).ShouldContain("feature 2 (from 0)");
    }

    [Theory]
    [InlineData(new byte[] { 0x0a }, 1)]
    [InlineData(new byte[] { 0x0a, 0x05, 1 }, 1)]
    [InlineData(new byte[] { 0x00, 0x01 }, 0)]
    [InlineData(new byte[] { 0x28, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, 1)]
    [InlineData(new byte[] { 0x0a, 0x02, 0x12, 0x05 }, 3)]
    [InlineData(new byte[] { 0x0c }, 1)]
    public void Decode_MalformedBytes_NamesTheOffset(byte[] record, int offset) =>
        Fault(record).ShouldContain($"found bytes at offset {offset} of the record that are no valid protobuf");

    [Fact]
    public void Decode_TornNumbers_NameTheOffset()
    {
        Fault(ProtobufRecords.Raw(2, [0x0a, 0x03, 1, 2, 3])).ShouldContain("that are no valid protobuf");
        Fault(ProtobufRecords.Raw(7, [0x0a, 0x02, 0x81, 0x82])).ShouldContain("that are no valid protobuf");
        Fault(ProtobufRecords.Raw(2, [0x08, 0x01])).ShouldContain("that are no valid protobuf");
    }

    [Fact]
    public void Decode_EveryPrefix_IsReadOrRefused()
    {
        byte[] record = ProtobufRecords.Make(new Value { Int32Tensor = new() { Values = { 1, 300 }, Keys = { 0, 200 }, Shape = { 201 } } }, ProtobufRecords.Number(1));
        for (int length = 0; length < record.Length; length++)
        {
            Fault(record[..length], new RecordOptions()).ShouldContain("expected");
        }
    }

    [Fact]
    public void Decode_ManyRecords_AllocatesNothing()
    {
        IRecordDecoder decoder = new ProtobufFormat().Decoder(new RecordOptions(), 784);
        byte[] dense = RecordIoBytes.Whole(ProtobufRecords.Dense(new float[784], 1));
        FormatReading.AllocatedBy(decoder, dense, 784, 1000).ShouldBe(0);
        byte[] sparse = RecordIoBytes.Whole(ProtobufRecords.Make(new Value { Int32Tensor = new() { Values = { 1, 2 }, Keys = { 700, 3 }, Shape = { 784 } } }, ProtobufRecords.Number(1)));
        FormatReading.AllocatedBy(decoder, sparse, 784, 1000).ShouldBe(0);
    }

    private static byte[] Sparse(ulong[] keys, ulong[] shape) => ProtobufRecords.Make(new Value { Float32Tensor = new() { Values = { 1 }, Keys = { keys }, Shape = { shape } } });

    private static ReadRow Row(byte[] record, RecordOptions? options = null) => FormatReading.Rows(new ProtobufFormat(), RecordIoBytes.Whole(record), options).ShouldHaveSingleItem();

    private static float[] Features(byte[] record) => Row(record, WithoutLabel).Features;

    private static string Fault(byte[] record, RecordOptions? options = null, int? featureCount = null) =>
        FormatReading.Fault(new ProtobufFormat(), RecordIoBytes.Whole(record), options ?? WithoutLabel, featureCount);
}
