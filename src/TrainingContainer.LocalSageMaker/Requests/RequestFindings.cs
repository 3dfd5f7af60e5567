using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>Everything that was found in one request: what is wrong with it, and what the emulation does without.</summary>
internal sealed class RequestFindings
{
    private readonly List<Mistake> _mistakes = [];
    private readonly List<string> _notices = [];

    /// <summary>What is wrong, in the order of the request.</summary>
    public IReadOnlyList<Mistake> Mistakes => _mistakes;

    /// <summary>Members that AWS knows and this machine does without.</summary>
    public IReadOnlyList<string> Notices => _notices;

    /// <summary>A value as a message repeats it: on one line, cut, in its JSON spelling.</summary>
    public static string Excerpt(JsonElement value) => Shown.Plain(value.GetRawText());

    /// <summary>Adds a mistake.</summary>
    public void Refuse(string path, string what, string? fix = null) => _mistakes.Add(new Mistake(path, what, fix));

    /// <summary>Adds mistakes.</summary>
    public void Refuse(IEnumerable<Mistake> mistakes) => _mistakes.AddRange(mistakes);

    /// <summary>Adds all that was found in a part of the request.</summary>
    /// <param name="part">The part's path, before those of its findings.</param>
    /// <param name="findings">What was found in it.</param>
    public void AddPart(string part, RequestFindings findings)
    {
        _mistakes.AddRange(findings._mistakes.Select(mistake => mistake with { Where = $"{part}.{mistake.Where}" }));
        _notices.AddRange(findings._notices.Select(notice => $"{part}.{notice}"));
    }

    /// <summary>Adds a notice.</summary>
    public void Notice(string path, string text) => _notices.Add($"{path}: {text}");

    /// <summary>Ends with every mistake at once, if there is any.</summary>
    /// <exception cref="JobInputException">There is at least one mistake.</exception>
    public void ThrowIfRefused()
    {
        if (_mistakes.Count > 0) throw new JobInputException(_mistakes);
    }
}
