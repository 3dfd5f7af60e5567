namespace TrainingContainer.SageMaker;

/// <summary>Finds what somebody probably meant to write.</summary>
internal static class Spelling
{
    private const int SuggestionsMax = 3;
    private const int LengthMax = 256;
    private const int BeginningLengthMin = 3;

    /// <summary>The nearest one to three of the known words, best first; empty when none is near.</summary>
    /// <remarks>Words that differ only by letter case, dashes, underscores or blanks are the same word: then only they are named.</remarks>
    public static IReadOnlyList<string> Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > LengthMax) return [];
        var normal = Normalize(word);
        if (normal.Length == 0) return [];
        var near = new List<(int Distance, string Word)>();
        foreach (var candidate in known)
        {
            var other = Normalize(candidate);
            var distance = Distance(normal, other);
            if (distance <= Math.Max(normal.Length, other.Length) / 3 || IsBeginning(normal, other)) near.Add((distance, candidate));
        }

        near.Sort((a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : string.CompareOrdinal(a.Word, b.Word));
        if (near.Count > 0 && near[0].Distance == 0) near.RemoveAll(candidate => candidate.Distance > 0);
        return [.. near.Select(candidate => candidate.Word).Distinct().Take(SuggestionsMax)];
    }

    /// <summary>For example <c>did you mean batch_size or batch_count?</c>; null when nothing is near.</summary>
    public static string? DidYouMean(string word, IEnumerable<string> known)
    {
        var nearest = Nearest(word, known);
        return nearest.Count == 0 ? null : $"did you mean {string.Join(" or ", nearest)}?";
    }

    /// <summary>
    /// The restricted Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and
    /// exchanges of neighbours, each counted once.
    /// </summary>
    public static int Distance(string a, string b)
    {
        var beforePrevious = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, beforePrevious[j - 2] + 1);
                current[j] = best;
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[b.Length];
    }

    // "train" for "training", "learning" for "learning_rate".
    private static bool IsBeginning(string a, string b) =>
        Math.Min(a.Length, b.Length) >= BeginningLengthMin
        && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));

    private static string Normalize(string word) =>
        string.Concat(word.Where(c => c is not ('-' or '_' or '.' or ' ')).Select(char.ToLowerInvariant));
}
