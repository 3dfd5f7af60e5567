using System.Net;
using System.Text.RegularExpressions;
using TrainingContainer.Data;

namespace EndToEnd.Reports;

/// <summary>A page as a browser shows it.</summary>
/// <param name="elements">Its HTML after its scripts have run.</param>
/// <param name="pixels">Its picture.</param>
internal sealed class PagePicture(string elements, PixelBuffer pixels)
{
    private const int Tolerance = 3;

    /// <summary>The HTML after the scripts have run.</summary>
    public string Elements => elements;

    /// <summary>The message of the banner that a mistake in a script shows; null when there is none.</summary>
    public string? Error => Regex.Match(elements, "<html[^>]* data-error=\"([^\"]*)\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    /// <summary>All of the picture.</summary>
    public Area All => new(0, 0, pixels.Width, pixels.Height);

    /// <summary>Where the charts stand, in the order of the page: the page writes it down once it has drawn them.</summary>
    public IReadOnlyList<Area> Charts =>
    [
        .. Regex.Matches(elements, "data-drawn=\"(\\d+) (\\d+) (\\d+) (\\d+)\"").Select(match => match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value)).ToArray())
            .Select(box => new Area(box[0], box[1], box[2], box[3])),
    ];

    /// <summary>How many pixels of an area have a colour.</summary>
    public int Count(Area area, (byte Red, byte Green, byte Blue) color) => Enumerable.Range(area.Top, area.Height).Sum(row => CountInRow(area, row, color));

    /// <summary>How many stretches of rows have pixels of a colour, each parted from the next by rows without.</summary>
    /// <param name="area">Where to look.</param>
    /// <param name="color">The colour.</param>
    public int Stretches(Area area, (byte Red, byte Green, byte Blue) color)
    {
        var has = Enumerable.Range(area.Top, area.Height).Select(row => CountInRow(area, row, color) > 0).Prepend(false).ToArray();
        return has.Zip(has.Skip(1)).Count(pair => !pair.First && pair.Second);
    }

    private int CountInRow(Area area, int row, (byte Red, byte Green, byte Blue) color)
    {
        // an area that is not in the picture is a mistake of the test
        (area.Left + area.Width).ShouldBeLessThanOrEqualTo(pixels.Width);
        row.ShouldBeLessThan(pixels.Height);
        var bytes = pixels.Bytes;
        var count = 0;
        for (var i = ((row * pixels.Width) + area.Left) * 3; i < ((row * pixels.Width) + area.Left + area.Width) * 3; i += 3)
        {
            if (Math.Abs(bytes[i] - color.Red) <= Tolerance && Math.Abs(bytes[i + 1] - color.Green) <= Tolerance && Math.Abs(bytes[i + 2] - color.Blue) <= Tolerance) count++;
        }

        return count;
    }

    /// <summary>A rectangle of pixels.</summary>
    internal readonly record struct Area(int Left, int Top, int Width, int Height)
    {
        public Area Below(int height) => this with { Top = Top + height, Height = Height - height };
    }
}
