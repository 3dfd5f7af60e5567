using System.Globalization;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Tells why a file or a folder may not be read or written: which one refuses it (it may be a folder above), as whom this program runs, whose
/// it is, and the two ways out: another user for the program, or another owner or mode for the file. Nothing here throws or changes anything.
/// </summary>
public static class NoPermission
{
    /// <summary>The mistake of a path that the system has refused.</summary>
    /// <param name="where">How the mistake calls it, for example <c>channel train, file a.csv</c>.</param>
    /// <param name="path">Which may be missing: then the folder above it is what refuses.</param>
    /// <param name="kind">What was to be done with it.</param>
    public static Mistake Of(string where, string path, AccessKind kind)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (what, fix) = Explain(path, kind);
        return new Mistake(where, what, fix) { Kind = FailureKind.InputOutput, IsAboutPermission = true };
    }

    /// <summary>The same, where nobody knows what was to be done with it: reading is looked at first.</summary>
    /// <param name="where">How the mistake calls it.</param>
    /// <param name="path">Which may be missing.</param>
    public static Mistake Of(string where, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Of(where, path, Refusal(path, AccessKind.Read) is not null ? AccessKind.Read : AccessKind.Write);
    }

    /// <summary>The same, of what .NET has thrown.</summary>
    /// <param name="where">How the mistake calls it.</param>
    /// <param name="exception">Its message names the path.</param>
    /// <param name="path">To be named where the message has none.</param>
    public static Mistake Of(string where, UnauthorizedAccessException exception, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var (what, fix) = Explain(exception, path);
        return new Mistake(where, what, fix) { Kind = FailureKind.InputOutput, IsAboutPermission = true };
    }

    /// <summary>The mistake of a path that only seems to be missing, since a folder above it may not be entered; null when that is not so.</summary>
    /// <param name="where">How the mistake calls it.</param>
    /// <param name="path">Which was not found.</param>
    public static Mistake? OfFolderAbove(string where, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Closed(path) is null ? null : Of(where, path, AccessKind.Read);
    }

    /// <summary>The mistakes, where those that one file or folder is the reason of are one: it is put right once.</summary>
    /// <param name="mistakes">Of any kind.</param>
    internal static IReadOnlyList<Mistake> Merged(IReadOnlyList<Mistake> mistakes)
    {
        if (!mistakes.Any(mistake => mistake.IsAboutPermission)) return [.. mistakes];
        var merged = new List<Mistake>();
        foreach (var mistake in mistakes)
        {
            var same = mistake.IsAboutPermission ? merged.FindIndex(other => (other.What, other.Fix) == (mistake.What, mistake.Fix)) : -1;
            if (same < 0)
                merged.Add(mistake);
            else if (merged[same].Where != mistake.Where)
                merged[same] = merged[same] with { Where = $"{merged[same].Where}, {mistake.Where}" };
        }

        return merged;
    }

    /// <summary>What was found, and what to do.</summary>
    internal static (string What, string Fix) Explain(UnauthorizedAccessException exception, string? path = null)
    {
        path = PathIn(exception.Message) ?? path;
        if (path is not null && (Refusal(path, AccessKind.Read) ?? Refusal(path, AccessKind.Write) ?? InFolderOf(path)) is { } refusal)
            return Explain(refusal);
        // what .NET says as well of a folder that is opened as a file
        if (path is not null && FileOwner.Of(path) is { IsFolder: true } folder)
        {
            return ($"found the folder {Text(path)}, expected a file; or something else than its mode refuses it: it {Whose(folder)}",
                $"move it away where a file belongs, or {Root}");
        }

        var message = Shown.OneLine(exception.Message).Trim().TrimEnd('.');
        var runner = $"this program runs as {ProcessUser.NameOfUser(ProcessUser.User)}";
        return ($"{(message.Length == 0 ? "" : $"{message}; ")}{runner}", Root + Rights);
    }

    private static string Root => ProcessUser.User == 0
        ? "root runs it already, so mount it so that root may (docker without --cap-drop, a network file system without root_squash)"
        : "run the container as root, as SageMaker does";

    private static string Rights => ", or give it another owner or mode with chown or chmod";

    private static (string What, string Fix) Explain(string path, AccessKind kind)
    {
        if (Refusal(path, kind) is { } refusal) return Explain(refusal);
        var whose = FileOwner.Of(path) is { } owner ? $" It {Whose(owner)}, which allows it" : "";
        return ($"found {Text(path)} refused to {ProcessUser.NameOfUser(ProcessUser.User)}, as whom this program runs.{whose}: "
            + "something else refuses it (SELinux, AppArmor, a network file system)", Root + Rights);
    }

    private static (string What, string Fix) Explain(Refused refused)
    {
        var (place, owner, need) = refused;
        var (doing, rights) = (need, owner.IsFolder) switch
        {
            (Need.Enter, _) => ("entered", "x"),
            (Need.Make, _) => ("written into", "rwx"),
            (Need.Read, true) => ("read", "rX"),
            (Need.Read, false) => ("read", "r"),
            (_, true) => ("written into", "rwX"),
            (_, false) => ("written", "rw"),
        };
        var (user, group) = (ProcessUser.User, ProcessUser.Group);
        var who = user == owner.User ? "u" : ProcessUser.IsIn(owner.Group) ? "g" : "o";
        // what else lies in a folder above is not the job's
        var all = owner.IsFolder && need is (Need.Read or Need.Write) ? "-R " : "";
        var what = $"found {Text(place)}, which may not be {doing} by {ProcessUser.NameOfUser(user)}, as whom this program runs: it {Whose(owner)}; "
            + $"expected a {(owner.IsFolder ? "folder" : "file")} that may be {doing}";
        var (chown, chmod) = (string.Create(CultureInfo.InvariantCulture, $"chown {all}{user}:{group}"), $"chmod {all}{who}+{rights}");
        return (what, $"{Root}, or give this user the right: {chown} {Quoted(place)}, or {chmod} {Quoted(place)}");
    }

    private static string Whose(FileOwner owner) =>
        $"belongs to {ProcessUser.NameOfUser(owner.User)} and {ProcessUser.NameOfGroup(owner.Group)}, "
        + $"mode {Convert.ToString(owner.Mode, 8).PadLeft(4, '0')}";

    /// <summary>What refuses it; null when nothing does, as far as the system says.</summary>
    private static Refused? Refusal(string path, AccessKind kind)
    {
        if (Closed(path) is { } closed) return closed;
        if (FileOwner.Of(path) is not { } owner) return kind == AccessKind.Write ? InFolderOf(path) : null;
        return ProcessUser.May(kind, path, owner.IsFolder) ? null : new(path, owner, kind == AccessKind.Read ? Need.Read : Need.Write);
    }

    /// <summary>Whether nothing can be made or removed in the nearest folder above.</summary>
    private static Refused? InFolderOf(string path)
    {
        for (var folder = Path.GetDirectoryName(Absolute(path)); folder is { Length: > 0 }; folder = Path.GetDirectoryName(folder))
        {
            if (FileOwner.Of(folder) is { } owner)
                return ProcessUser.May(AccessKind.Write, folder, isFolder: true) ? null : new(folder, owner, Need.Make);
        }

        return null;
    }

    /// <summary>The first folder on the way to a path that may not be entered; null when there is none.</summary>
    private static Refused? Closed(string path)
    {
        var folders = new Stack<string>();
        for (var folder = Path.GetDirectoryName(Absolute(path)); folder is { Length: > 0 }; folder = Path.GetDirectoryName(folder))
            folders.Push(folder);
        foreach (var folder in folders)
            if (FileOwner.Of(folder) is { IsFolder: true } owner && !ProcessUser.MayEnter(folder)) return new(folder, owner, Need.Enter);
        return null;
    }

    private static string Absolute(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (ArgumentException)
        {
            return "/";
        }
    }

    /// <summary>What stands between the first and the last quote.</summary>
    private static string? PathIn(string message)
    {
        var (first, last) = (message.IndexOf('\''), message.LastIndexOf('\''));
        return last - first > 1 ? message[(first + 1)..last] : null;
    }

    private static string Text(string path) => Shown.OneLine(path);

    /// <summary>As a shell takes it.</summary>
    private static string Quoted(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:@%,=".Contains(c, StringComparison.Ordinal))
        ? path
        : $"'{Text(path).Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private enum Need
    {
        Enter,
        Make,
        Read,
        Write,
    }

    private readonly record struct Refused(string Place, FileOwner Owner, Need Need);
}
