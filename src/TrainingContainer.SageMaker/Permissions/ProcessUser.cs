using System.Globalization;
using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker;

/// <summary>As whom this process runs, and what the system calls users and groups.</summary>
internal static partial class ProcessUser
{
    private const int ExecuteOrEnter = 1;
    private const int MayWrite = 2;
    private const int MayRead = 4;
    private const int GroupsMax = 65_536;
    private const int LinesMax = 100_000;

    /// <summary>The user's number.</summary>
    public static uint User => EffectiveUser();

    /// <summary>The group's number.</summary>
    public static uint Group => EffectiveGroup();

    /// <summary>Whether the process belongs to a group.</summary>
    public static bool IsIn(uint group)
    {
        if (group == Group) return true;
        var groups = new uint[GroupsMax];
        var count = Groups(groups.Length, groups);
        return count > 0 && groups.AsSpan(0, count).Contains(group);
    }

    /// <summary>Whether the system lets this process enter a folder.</summary>
    public static bool MayEnter(string folder) => Access(folder, ExecuteOrEnter) == 0;

    /// <summary>Whether the system lets this process read or write; of a folder, enter it as well. False where there is none.</summary>
    public static bool May(AccessKind kind, string path, bool isFolder) =>
        Access(path, (kind == AccessKind.Read ? MayRead : MayWrite) | (isFolder ? ExecuteOrEnter : 0)) == 0;

    /// <summary>For example <c>user 65534 (nobody)</c>.</summary>
    public static string NameOfUser(uint user) => $"user {Named(user, "/etc/passwd")}";

    /// <summary>For example <c>group 0 (root)</c>.</summary>
    public static string NameOfGroup(uint group) => $"group {Named(group, "/etc/group")}";

    // a container has a file or nobody: what else a system can ask for names is not loaded into a program that is about to fail
    private static string Named(uint id, string file)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        try
        {
            foreach (var line in File.ReadLines(file).Take(LinesMax))
            {
                if (line.Split(':') is [{ Length: > 0 } name, _, var found, ..] && found == number)
                    return $"{number} ({Shown.Plain(name)})";
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // then the number has to do
        }

        return number;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "getgroups")]
    private static partial int Groups(int count, [Out] uint[] groups);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
