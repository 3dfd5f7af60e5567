namespace TrainingContainer.SageMaker.Tests;

public class FailureTaxonomyTests
{
    [Fact]
    public void EveryKind_HasItsEntry_InOrder()
    {
        FailureTaxonomy.Entries.Select(entry => entry.Kind).ShouldBe(Enum.GetValues<FailureKind>());
        foreach (var kind in Enum.GetValues<FailureKind>()) FailureTaxonomy.Of(kind).Kind.ShouldBe(kind);
    }

    [Fact]
    public void ExitCodes_TellTheKindsApart_AndLeaveAloneWhatOthersUse()
    {
        var codes = FailureTaxonomy.Entries.Where(entry => entry.ExitCode is not null).ToDictionary(entry => entry.Kind, entry => entry.ExitCode!.Value);
        codes[FailureKind.UserError].ShouldBe(1);
        codes[FailureKind.DataError].ShouldBe(1);
        codes.Remove(FailureKind.DataError);
        codes.Values.ShouldBeUnique();
        codes.Values.ShouldAllBe(code => code > 0 && code < 126 && code != 2);
        FailureTaxonomy.Of(FailureKind.Killed).ExitCode.ShouldBeNull();
    }

    [Fact]
    public void RetryHelpsOnlyWhereTheCauseMayPass() =>
        FailureTaxonomy.Entries.Where(entry => entry.RetryCanHelp).Select(entry => entry.Kind)
            .ShouldBe([FailureKind.CudaError, FailureKind.InputOutput, FailureKind.Killed]);

    [Fact]
    public void EveryKind_HasANameOfItsOwn_SaysWhatHappened_AndWhatToDo()
    {
        foreach (var texts in new Func<FailureEntry, string>[] { entry => entry.Name, entry => entry.Meaning, entry => entry.WhatToDo })
        {
            FailureTaxonomy.Entries.Select(texts).ShouldBeUnique();
            FailureTaxonomy.Entries.Select(texts).ShouldAllBe(text => text.Length > 0 && !text.EndsWith('.'));
        }
    }

    [Fact]
    public void Markdown_HasARowPerKind()
    {
        var lines = FailureTaxonomy.ToMarkdown().TrimEnd().Split('\n');
        lines.Length.ShouldBe(2 + FailureTaxonomy.Entries.Count);
        lines[0].ShouldBe("| failure | exit code | can a retry help | what happened | what to do |");
        lines[4].ShouldStartWith("| out of memory | 3 | no | ");
        lines[^1].ShouldStartWith("| killed | 128 + signal | yes | ");
    }
}
