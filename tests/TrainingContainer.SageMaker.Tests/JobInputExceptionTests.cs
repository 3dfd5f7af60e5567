namespace TrainingContainer.SageMaker.Tests;

public class JobInputExceptionTests
{
    private static readonly Mistake Rate = new("hyperparameter learning_rate", "found \"-1\", expected a number above 0", "leave it out");
    private static readonly Mistake Channel = new("channel train", "found no directory");

    [Fact]
    public void Mistake_WithFix_EndsWithIt() =>
        Rate.ToString().ShouldBe("hyperparameter learning_rate: found \"-1\", expected a number above 0. Fix: leave it out");

    [Fact]
    public void Mistake_WithoutFix_HasNoTail() => Channel.ToString().ShouldBe("channel train: found no directory");

    [Fact]
    public void OneMistake_IsTheMessage() => new JobInputException([Rate]).Message.ShouldBe(Rate.ToString());

    [Fact]
    public void SeveralMistakes_AreListed() => new JobInputException([Rate, Channel]).Message.ShouldBe($"2 mistakes:\n- {Rate}\n- {Channel}");

    [Fact]
    public void NoMistake_IsRefused() => Should.Throw<ArgumentException>(() => new JobInputException([]));

    [Fact]
    public void WhatOneFolderRefuses_IsOneMistake()
    {
        Mistake Refused(string where, string what) => new(where, what, "chown") { Kind = FailureKind.InputOutput, IsAboutPermission = true };
        var exception = new JobInputException([Refused("file a", "found /x"), Rate, Refused("file b", "found /x"), Refused("file c", "found /y"), Rate]);
        exception.Mistakes.Select(mistake => mistake.Where).ShouldBe(["file a, file b", Rate.Where, "file c", Rate.Where]);
        exception.Message.ShouldStartWith("4 mistakes:\n- file a, file b: found /x. Fix: chown");
        exception.Kind.ShouldBe(FailureKind.UserError);
        new JobInputException([Refused("file a", "found /x"), Refused("file b", "found /x")]).Kind.ShouldBe(FailureKind.InputOutput);
    }

    [Fact]
    public void Mistakes_DoNotChangeWithTheCallersList()
    {
        var mistakes = new List<Mistake> { Rate };
        var exception = new JobInputException(mistakes);
        mistakes.Clear();
        exception.Mistakes.ShouldBe([Rate]);
    }
}
