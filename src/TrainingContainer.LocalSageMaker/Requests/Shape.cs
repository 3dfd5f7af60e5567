using System.Text.Json;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>What JSON a member of a request takes: its type and its limits, as the API's model declares them.</summary>
internal abstract class Shape
{
    /// <summary>What is expected, after the word "expected": for example "a string of 1 to 63 characters".</summary>
    public abstract string Expected { get; }

    /// <summary>Adds everything that is wrong with the value.</summary>
    /// <param name="value">As given.</param>
    /// <param name="path">Where it stands, for example <c>InputDataConfig[0].ChannelName</c>.</param>
    /// <param name="findings">Receives what is found.</param>
    public abstract void Check(JsonElement value, string path, RequestFindings findings);

    /// <summary>Adds that the value is none of what is expected.</summary>
    protected void Refuse(JsonElement value, string path, RequestFindings findings, string? fix = null) =>
        findings.Refuse(path, $"found {RequestFindings.Excerpt(value)}, expected {Expected}", fix);

    /// <summary>For example "3 to 5", "at most 5", "at least 3".</summary>
    protected static string Range(long min, long max) => (min, max) switch
    {
        _ when min == max => $"exactly {min}",
        (0, _) => $"at most {max}",
        (_, long.MaxValue) => $"at least {min}",
        _ => $"{min} to {max}",
    };
}
