using System.Globalization;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>Numbers and times as a report writes them.</summary>
internal static class ReportText
{
    private const int ShortLengthMax = 9;

    /// <summary>For example <c>2026-11-21 12:00:00 UTC</c>.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For example <c>11-21 12:00:00</c>, in UTC.</summary>
    public static string ShortTime(DateTimeOffset time) => time.ToUniversalTime().ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For example <c>0.5 s</c>, <c>42 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>1 d 3 h</c>.</summary>
    public static string Duration(double seconds)
    {
        if (seconds is > 0 and < 10 && seconds != Math.Floor(seconds)) return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s");
        var time = TimeSpan.FromSeconds(Math.Round(seconds));
        var (large, small) = time switch
        {
            { TotalMinutes: < 1 } => ($"{time.Seconds} s", ""),
            { TotalHours: < 1 } => ($"{time.Minutes} min", time.Seconds > 0 ? $" {time.Seconds} s" : ""),
            { TotalDays: < 1 } => ($"{time.Hours} h", time.Minutes > 0 ? $" {time.Minutes} min" : ""),
            _ => ($"{(int)time.TotalDays} d", time.Hours > 0 ? $" {time.Hours} h" : ""),
        };
        return large + small;
    }

    /// <summary>The shortest text of a value, with a thousands separator from 10,000 on.</summary>
    public static string Number(float value) => value == MathF.Floor(value) && MathF.Abs(value) is >= 10_000 and < 1e7f
        ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A hyperparameter's value as it is, but a long number with five digits.</summary>
    public static string Short(string value) => value.Length > ShortLengthMax && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number.ToString("G5", CultureInfo.InvariantCulture)
        : value;

    /// <summary>A count with its noun.</summary>
    public static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? one : many)}");
}
