using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>The same rows in any format and through any door give the same model, byte for byte.</summary>
public sealed class ChannelFormatTests
{
    private static readonly (int Label, float[] Features)[] TrainRows = Rows(150, 0);
    private static readonly (int Label, float[] Features)[] ValidationRows = Rows(40, 1000);

    private static readonly Lazy<byte[]> OfCsvFiles = new(() => Trained("text/csv", "File", Csv));

    [Theory]
    [InlineData("application/jsonlines", "File")]
    [InlineData("application/jsonlines", "FastFile")]
    [InlineData("application/jsonlines", "Pipe")]
    [InlineData("text/libsvm", "FastFile")]
    [InlineData("text/libsvm", "Pipe")]
    [InlineData("application/x-recordio-protobuf", "File")]
    [InlineData("application/x-recordio-protobuf", "FastFile")]
    [InlineData("application/x-recordio-protobuf", "Pipe")]
    [InlineData("text/csv", "FastFile")]
    [InlineData("text/csv", "Pipe")]
    public void FormatAndMode_ChangeNothingInTheModel(string contentType, string mode)
    {
        Func<(int, float[])[], byte[]> write = contentType switch
        {
            "application/jsonlines" => JsonLines,
            "text/libsvm" => LibSvm,
            "text/csv" => Csv,
            _ => Protobuf,
        };
        Trained(contentType, mode, write, contentType == "text/libsvm" ? [("feature_dim", "4")] : []).ShouldBe(OfCsvFiles.Value);
    }

    [Fact]
    public void GzipThroughAPipe_ChangesNothingInTheModel() => Trained("text/csv", "Pipe", rows => Gzip(Csv(rows))).ShouldBe(OfCsvFiles.Value);

    [Fact]
    public void LibSvmWithoutItsWidth_IsReadTwiceFromFilesAndRefusedFromAPipe()
    {
        Trained("text/libsvm", "File", LibSvm).ShouldBe(OfCsvFiles.Value);
        Should.Throw<DataException>(() => Trained("text/libsvm", "Pipe", LibSvm)).Message.ShouldContain("set feature_dim");
    }

    [Fact]
    public void JobThroughPipes_ResumesExactly()
    {
        byte[] Interrupted(int stopAfter)
        {
            using var job = Job("text/csv", "Pipe", Csv, []);
            Directory.CreateDirectory(job.Paths.Checkpoints);
            if (stopAfter > 0)
            {
                using var stop = new CancellationTokenSource();
                Run(job, stop.Token, new Stopping(stop, stopAfter));
                // a container that is started anew finds its pipes at 0 again
                File.Delete($"{job.Paths.Channel("train")}_0");
                File.Delete($"{job.Paths.Channel("validation")}_0");
                job.Channel("train", Csv(TrainRows), "text/csv", "Pipe").Channel("validation", Csv(ValidationRows), "text/csv", "Pipe");
            }
            Run(job, TestContext.Current.CancellationToken);
            return Weights(job);
        }

        Interrupted(7).ShouldBe(Interrupted(0));
    }

    [Theory]
    [InlineData("application/x-parquet", "File", "pandas.read_parquet")]
    [InlineData("application/x-image", "File", "input_shape")]
    [InlineData("application/x-recordio", "File", "input_shape")]
    [InlineData("image/png", "Pipe", "in Pipe mode, where nothing says which image")]
    public void WhatCannotBeRead_IsToldBeforeAnyDataIsRead(string contentType, string mode, string text)
    {
        using var job = new JobFolder().With(("epochs", "1")).Channel("train", [], contentType, mode);
        Should.Throw<JobInputException>(() => Run(job, TestContext.Current.CancellationToken)).Message.ShouldContain(text);
    }

    [Fact]
    public void WrappedObjectsWithoutAttributeNames_AreRefused()
    {
        using var job = new JobFolder().With(("epochs", "1")).Channel("train", [], "text/csv", "Pipe", wrapper: "RecordIO");
        Should.Throw<JobInputException>(() => Run(job, TestContext.Current.CancellationToken)).Mistakes.ShouldContain(mistake => mistake.Fix!.Contains("attribute_names"));
    }

    [Fact]
    public void AugmentedManifestOfVectors_Trains()
    {
        byte[] Manifest((int Label, float[] Features)[] rows) =>
            [.. rows.SelectMany(row => RecordIo(Encoding.UTF8.GetBytes($"[{Numbers(row.Features)}]")).Concat(RecordIo(Encoding.UTF8.GetBytes($"{row.Label}"))))];

        using var job = new JobFolder().With([.. Settings, ("attribute_names", "[\"vector\", \"class\"]")])
            .Channel("train", Manifest(TrainRows), "application/x-recordio", "Pipe", wrapper: "RecordIO")
            .Channel("validation", Manifest(ValidationRows), "application/x-recordio", "Pipe", wrapper: "RecordIO");
        Run(job, TestContext.Current.CancellationToken);
        Weights(job).ShouldBe(OfCsvFiles.Value);
    }

    [Fact]
    public void ImageFolders_AndAList_Train()
    {
        // two gray PNGs of 2×2 pixels, dark and bright
        var (dark, bright) = (Convert.FromBase64String(Png.Dark), Convert.FromBase64String(Png.Bright));
        using var folders = new JobFolder().With(("epochs", "2"), ("input_shape", "[1,2,2]"), ("threads", "1"), ("device", "cpu"), ("validation_fraction", "0"), ("batch_size", "4"));
        using var listed = new JobFolder().With(("epochs", "2"), ("input_shape", "[1,2,2]"), ("threads", "1"), ("device", "cpu"), ("validation_fraction", "0"), ("batch_size", "4"));
        var list = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            folders.Channel("train", i % 2 == 0 ? dark : bright, "application/x-image", file: $"{i % 2}/{i}.png");
            listed.Channel("train", i % 2 == 0 ? dark : bright, "application/x-image", file: $"{i % 2}/{i}.png");
            list.Append(CultureInfo.InvariantCulture, $"{i}\t{i % 2}\t{i % 2}/{i}.png\n");
        }
        File.WriteAllText(Path.Combine(listed.Paths.Channel("train"), "train.lst"), list.ToString());
        Run(folders, TestContext.Current.CancellationToken);
        Run(listed, TestContext.Current.CancellationToken);
        Weights(listed).ShouldBe(Weights(folders));
    }

    [Theory]
    [InlineData("application/x-recordio", "File")]
    [InlineData("application/x-recordio", "FastFile")]
    [InlineData("application/x-recordio", "Pipe")]
    [InlineData("augmented manifest", "Pipe")]
    public void ImagesOfAnyFormatAndMode_GiveTheModelOfImageFiles(string format, string mode)
    {
        // in the order of the files: 0/0.png, 0/1.png, …, 1/0.png, …
        var images = Enumerable.Range(0, 12).Select(i => (Label: i / 6, File: $"{i / 6}/{i % 6}.png", Bytes: Convert.FromBase64String(i % 5 < 2 + (i / 6) ? Png.Dark : Png.Bright))).ToArray();
        (string, string)[] settings = [.. Settings, ("input_shape", "[1,2,2]"), ("validation_fraction", "0"), ("batch_size", "5")];
        using var files = new JobFolder().With(settings);
        foreach (var (_, file, bytes) in images)
            files.Channel("train", bytes, "application/x-image", file: file);
        Run(files, TestContext.Current.CancellationToken);

        using var records = new JobFolder();
        if (format == "augmented manifest")
        {
            records.With([.. settings, ("attribute_names", "[\"source-ref\", \"class\"]")])
                .Channel("train", [.. images.SelectMany(image => RecordIo(image.Bytes).Concat(RecordIo(Encoding.UTF8.GetBytes($"{image.Label}"))))], "application/x-recordio", mode, wrapper: "RecordIO");
        }
        else
            records.With(settings).Channel("train", [.. images.SelectMany((image, index) => RecordIo(Im2Rec(image.Label, index, image.Bytes)))], format, mode);
        Run(records, TestContext.Current.CancellationToken);
        Weights(records).ShouldBe(Weights(files));
    }

    /// <summary>im2rec's header, 24 bytes, before the image: flag, label, two identifiers.</summary>
    private static byte[] Im2Rec(float label, long identifier, byte[] image) =>
        [0, 0, 0, 0, .. BitConverter.GetBytes(label), .. BitConverter.GetBytes(identifier), .. new byte[8], .. image];

    private static (string, string)[] Settings =>
        [("epochs", "3"), ("batch_size", "16"), ("hidden_layers", "[8]"), ("learning_rate", "0.02"), ("threads", "1"), ("device", "cpu")];

    private static byte[] Trained(string contentType, string mode, Func<(int, float[])[], byte[]> write, params (string, string)[] more)
    {
        using var job = Job(contentType, mode, write, more);
        Run(job, TestContext.Current.CancellationToken);
        return Weights(job);
    }

    private static JobFolder Job(string contentType, string mode, Func<(int, float[])[], byte[]> write, (string, string)[] more) => new JobFolder().With([.. Settings, .. more])
        .Channel("train", write(TrainRows), contentType, mode).Channel("validation", write(ValidationRows), contentType, mode);

    private static void Run(JobFolder job, CancellationToken stop, TrainingObserver? observer = null) =>
        new TrainingJob(job.Paths, TextWriter.Null, observer ?? new Silence(), TimeProvider.System).Run(stop);

    private static byte[] Weights(JobFolder job) => File.ReadAllBytes(Path.Combine(job.Paths.Model, ModelArtifact.WeightsFile));

    /// <summary>Features with a few decimals, so that every format spells the same float32.</summary>
    private static (int, float[])[] Rows(int count, int first) =>
        [.. Enumerable.Range(first, count).Select(i => (i * 7 % 3 == 0 ? 1 : 0, new[] { (i % 17) / 8f, (i % 5) - 2f, (i * 7 % 3) / 4f, 1.5f }))];

    private static string Numbers(float[] features) => string.Join(',', features.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static byte[] Csv((int Label, float[] Features)[] rows) =>
        Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => $"{row.Label},{Numbers(row.Features)}\n")));

    private static byte[] JsonLines((int Label, float[] Features)[] rows) =>
        Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => $"{{\"label\":{row.Label},\"features\":[{Numbers(row.Features)}]}}\n")));

    private static byte[] LibSvm((int Label, float[] Features)[] rows) => Encoding.UTF8.GetBytes(string.Concat(rows.Select(row =>
        $"{row.Label} {string.Join(' ', row.Features.Select((value, index) => string.Create(CultureInfo.InvariantCulture, $"{index}:{value}")))}\n")));

    private static byte[] Protobuf((int Label, float[] Features)[] rows) => [.. rows.SelectMany(row =>
    {
        byte[] Entry(int map, float[] values) => Field(map, [.. Field(1, "values"u8.ToArray()), .. Field(2, Field(2, Field(1, MemoryMarshal.AsBytes<float>(values).ToArray())))]);
        return RecordIo([.. Entry(1, row.Features), .. Entry(2, [row.Label])]);
    })];

    private static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];

    private static byte[] RecordIo(byte[] payload)
    {
        var record = new byte[8 + ((payload.Length + 3) / 4 * 4)];
        BinaryPrimitives.WriteUInt32LittleEndian(record, 0xced7230a);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), payload.Length);
        payload.CopyTo(record, 8);
        return record;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private sealed class Silence : TrainingObserver;

    private sealed class Stopping(CancellationTokenSource stop, int after) : TrainingObserver
    {
        private int _steps;

        public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss)
        {
            if (++_steps == after)
                stop.Cancel();
        }
    }

    private static class Png
    {
        public const string Dark = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGMQEWEQEQEAAPYAUXHsinIAAAAASUVORK5CYII=";
        public const string Bright = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGN49ozh2TMACs4DmftqoygAAAAASUVORK5CYII=";
    }
}
