namespace TrainingContainer.SageMaker;

/// <summary>Says a range of numbers in words.</summary>
internal static class NumberRange
{
    /// <summary>For example <c>1 to 100000</c>; an end at the type's own limit is not mentioned.</summary>
    public static string Text(long min, long max) => (min, max) switch
    {
        (long.MinValue, long.MaxValue) => "any integer",
        (_, long.MaxValue) => $"at least {NumberText.Of(min)}",
        (long.MinValue, _) => $"at most {NumberText.Of(max)}",
        _ => $"{NumberText.Of(min)} to {NumberText.Of(max)}",
    };

    /// <summary>For example <c>an integer from 1 to 100000</c>.</summary>
    public static string Expected(long min, long max) => (min, max) switch
    {
        (long.MinValue, long.MaxValue) => "an integer",
        (long.MinValue, _) or (_, long.MaxValue) => $"an integer, {Text(min, max)}",
        _ => $"an integer from {Text(min, max)}",
    };

    /// <summary>For example <c>0 to 1</c> or <c>above 0, at most 10</c>; an infinite end is not mentioned.</summary>
    public static string Text(double min, double max, bool minExclusive, bool maxExclusive)
    {
        if (Bounded(min) && Bounded(max) && !minExclusive && !maxExclusive) return $"{NumberText.Of(min)} to {NumberText.Of(max)}";
        var ends = Ends(min, max, minExclusive, maxExclusive);
        return ends.Count == 0 ? "any number" : string.Join(", ", ends);
    }

    /// <summary>For example <c>a number from 0 to 1</c> or <c>a number above 0 and at most 10</c>.</summary>
    public static string Expected(double min, double max, bool minExclusive, bool maxExclusive)
    {
        if (Bounded(min) && Bounded(max) && !minExclusive && !maxExclusive)
            return $"a number from {NumberText.Of(min)} to {NumberText.Of(max)}";
        var ends = Ends(min, max, minExclusive, maxExclusive);
        return ends.Count == 0 ? "a finite number" : $"a number {string.Join(" and ", ends)}";
    }

    private static List<string> Ends(double min, double max, bool minExclusive, bool maxExclusive)
    {
        var ends = new List<string>(2);
        if (Bounded(min)) ends.Add($"{(minExclusive ? "above" : "at least")} {NumberText.Of(min)}");
        if (Bounded(max)) ends.Add($"{(maxExclusive ? "below" : "at most")} {NumberText.Of(max)}");
        return ends;
    }

    private static bool Bounded(double end) => Math.Abs(end) < double.MaxValue;
}
