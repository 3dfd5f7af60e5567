using TrainingContainer.LocalSageMaker.Containers;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Hosts;

/// <summary>What the machines of a job leave behind in its folder.</summary>
internal static class HostData
{
    /// <summary>Removes it. The config files stay: they tell what the containers were told.</summary>
    /// <param name="hostFolders">Of all hosts.</param>
    /// <param name="keepResults">Whether models and outputs stay as well, since nobody else has them.</param>
    public static void Remove(IEnumerable<string> hostFolders, bool keepResults)
    {
        foreach (var host in hostFolders.Where(Directory.Exists))
        {
            var paths = new JobPaths(ContainerPlan.MlFolderOf(host));
            string[] kept = [paths.BaseDirectory, Path.GetDirectoryName(paths.InputData)!, .. keepResults ? (string[])[paths.Model, paths.Output] : []];
            foreach (var entry in Entries(host).Concat(Entries(paths.BaseDirectory)).Where(entry => !kept.Contains(entry.FullName)))
                Remove(entry);
            Remove(new DirectoryInfo(paths.InputData));
        }
    }

    /// <summary>Removes a file or a whole folder. What a container of another user has written stays where it may not be removed.</summary>
    public static void Remove(FileSystemInfo entry)
    {
        try
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder && folder.Exists) folder.Delete(recursive: true);
            else if (entry.Exists || entry.LinkTarget is not null) entry.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static FileSystemInfo[] Entries(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).GetFileSystemInfos() : [];
}
