using TrainingContainer.Data;

namespace TrainingContainer.Training.Tests;

public sealed class DataMistakeTests
{
    [Theory]
    [InlineData("channel train, file a.csv, row 2: found 2 columns, expected 3 (x). Fix: quote it.", "channel train, file a.csv, row 2", "found 2 columns, expected 3 (x)", "quote it")]
    [InlineData("channel train, file a: b.csv: cannot be read: gone. Fix: check that the file is there.", "channel train, file a: b.csv", "cannot be read: gone", "check that the file is there")]
    [InlineData("no place and no advice.", "data", "no place and no advice", null)]
    [InlineData("channel a: found \". Fix: x\", expected y. Fix: z.", "channel a", "found \". Fix: x\", expected y", "z")]
    public void Of_TakesTheMessageApart(string message, string where, string what, string? fix)
    {
        var mistake = DataMistake.Of(new DataException(message));
        (mistake.Where, mistake.What, mistake.Fix).ShouldBe((where, what, fix));
    }

    [Fact]
    public void Of_WhatMayNotBeRead_KeepsThePlaceAndTellsWhoMay()
    {
        var mistake = DataMistake.Of(new DataException("channel train, file a.csv: cannot be read: Access to the path is denied. Fix: x.") { RefusedPath = "/proc/sys/kernel/a.csv" });
        mistake.Where.ShouldBe("channel train, file a.csv");
        mistake.What.ShouldStartWith("found /proc/sys/kernel, which may not be ");
        mistake.IsAboutPermission.ShouldBeTrue();
    }
}
