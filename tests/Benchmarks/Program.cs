using Benchmarks;
using TrainingContainer.Training;

try
{
    // over TORCH_HOME, if that is set
    if (args is ["step" or "checkpoint" or "cache" or "memory", ..])
        TorchLibrary.Load();
    return args switch
    {
        ["step", .. var rest] => StepBenchmark.Run(new Arguments(rest)),
        ["csv", .. var rest] => CsvBenchmark.Run(new Arguments(rest)),
        ["records", .. var rest] => RecordFile.Write(new Arguments(rest)),
        ["pipe", .. var rest] => PipeBenchmark.Run(new Arguments(rest)),
        ["first-batch", .. var rest] => FirstBatchBenchmark.Run(new Arguments(rest)),
        ["image", .. var rest] => ImageBenchmark.Run(new Arguments(rest)),
        ["cache", .. var rest] => CacheBenchmark.Run(new Arguments(rest)),
        ["checkpoint", .. var rest] => CheckpointBenchmark.Run(new Arguments(rest)),
        ["memory", .. var rest] => MemoryBenchmark.Run(new Arguments(["memory", .. rest])),
        ["s3", .. var rest] => S3Benchmark.Run(new Arguments(rest)),
        _ => Usage(),
    };
}
catch (ArgumentException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    return 2;
}

static int Usage()
{
    Console.Error.WriteLine($"""
        Usage: Benchmarks step MODEL [--threads N | --default] [--device cpu|cuda] [--seconds S] [--rounds N] [--optimizer NAME]
               Benchmarks csv FOLDER [--threads N] [--rounds N]
               Benchmarks cache FOLDER [--threads N] [--rounds N] [--name TEXT]
               Benchmarks records RECORDS FILE [--features N] [--megabytes N]
               Benchmarks pipe RECORDS FILE [--megabytes N] [--threads N] [--rounds N] [--skip] [--shuffle ROWS] [--bare PROGRAM]
               Benchmarks first-batch RECORDS FILE [--rounds N]
               Benchmarks checkpoint FOLDER [--megabytes N] [--rounds N]
               Benchmarks memory [--steps N] [--jobs N]
               Benchmarks s3 FILE --upload s3://BUCKET/KEY | --download s3://BUCKET/KEY
               Benchmarks image LIBRARY [--width N] [--height N] [--side N] [--rounds N]

        MODEL is one of {string.Join(", ", Network.Names)}. NAME is one of {string.Join(", ", AdamStep.Names)}.
        RECORDS is one of recordio, csv-pixels, csv-decimals; the command records writes FILE. PROGRAM and LIBRARY are built from native/.
        FOLDER of checkpoint is made, written to, and removed. Each prints JSON lines; scripts/bench.sh runs them beside PyTorch.
        """);
    return 2;
}
