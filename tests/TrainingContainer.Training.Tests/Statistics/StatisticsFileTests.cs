using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class StatisticsFileTests : IDisposable
{
    private static readonly ChannelStatistics Some = new(10, ["a", "ä\n"], [4, 6], new([0.1f, float.MinValue], [1e-30f, 3], [0, 2]), 0, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("statistics-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WhatWasWritten_IsReadAgain()
    {
        StatisticsFile.Write(Path.Combine(_folder, StatisticsFile.Name), Some);
        var found = StatisticsFile.Read(Channel());
        found.Rows.ShouldBe(Some.Rows);
        found.Classes.ShouldBe(Some.Classes);
        found.ClassCounts.ShouldBe(Some.ClassCounts);
        found.Features.Means.ShouldBe(Some.Features.Means);
        found.Features.StandardDeviations.ShouldBe(Some.Features.StandardDeviations);
        found.Features.MissingCounts.ShouldBe(Some.Features.MissingCounts);
    }

    [Fact]
    public void PipeInPlaceOfTheFile_IsNotWaitedFor()
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder, StatisticsFile.Name)]);
        made.WaitForExit();
        Should.Throw<JobInputException>(() => StatisticsFile.Read(Channel())).Message.ShouldContain("expected one of 1 byte");
    }

    [Fact]
    public void NoFileOrTwo_IsAMistake()
    {
        Should.Throw<JobInputException>(() => StatisticsFile.Read(Channel())).Message.ShouldContain("found 0 files");
        File.WriteAllText(Path.Combine(_folder, "a.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "b.json"), "{}");
        Should.Throw<JobInputException>(() => StatisticsFile.Read(Channel())).Message.ShouldContain("found 2 files");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"rows\":1}")]
    [InlineData("{\"rows\":1,\"classes\":null,\"class_counts\":[],\"features\":{\"means\":[1],\"standard_deviations\":[1],\"missing_counts\":[0]},\"target_mean\":0,\"target_standard_deviation\":1}")]
    public void OtherJson_IsAMistake(string json) => Refused(json);

    [Fact]
    public void NumbersThatCannotBe_AreAMistake()
    {
        ChannelStatistics[] wrong =
        [
            Some with { Rows = 0 }, Some with { Classes = ["a", "a"] }, Some with { Classes = ["a", null!] }, Some with { ClassCounts = [1] },
            Some with { ClassCounts = [-1, 2] }, Some with { ClassCounts = [11, 0] }, Some with { TargetStandardDeviation = 0 },
            Some with { Features = new([], [], []) }, Some with { Features = new([1], [0], [0]) }, Some with { Features = new([1], [1, 2], [0]) },
        ];
        foreach (var statistics in wrong)
        {
            StatisticsFile.IsUsable(statistics).ShouldBeFalse(statistics.ToString());
            StatisticsFile.Write(Path.Combine(_folder, StatisticsFile.Name), statistics);
            Should.Throw<JobInputException>(() => StatisticsFile.Read(Channel())).Message.ShouldContain("channel statistics");
        }
        StatisticsFile.IsUsable(Some).ShouldBeTrue();
        StatisticsFile.IsUsable(null).ShouldBeFalse();
    }

    private void Refused(string json)
    {
        File.WriteAllText(Path.Combine(_folder, StatisticsFile.Name), json);
        Should.Throw<JobInputException>(() => StatisticsFile.Read(Channel())).Message.ShouldContain("statistics.json");
    }

    private Channel Channel() => new("statistics", _folder, InputMode.File, ContentType.Csv, "FullyReplicated", "None");
}
