using System.Formats.Tar;
using System.IO.Compression;
using TrainingContainer.LocalSageMaker.Containers;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Outputs;

/// <summary>Takes what a job leaves to S3: <c>model.tar.gz</c> and <c>output.tar.gz</c> under <c>PATH/JOB/output</c>, or the files as they are.</summary>
internal static class OutputUpload
{
    /// <summary>Uploads the models and the outputs of all hosts; of two files of one name the later host's remains.</summary>
    /// <param name="storage">Where to.</param>
    /// <param name="request">The job.</param>
    /// <param name="hostFolders">In the order of the hosts.</param>
    /// <returns>S3ModelArtifacts; null when no host left a model.</returns>
    public static string? Run(IObjectStorage storage, TrainingJobRequest request, IReadOnlyList<string> hostFolders)
    {
        var target = TargetOf(request);
        var paths = hostFolders.Select(folder => new JobPaths(ContainerPlan.MlFolderOf(folder))).ToArray();
        Upload(storage, target, "output", request.IsOutputCompressed, Files(paths.Select(path => path.OutputData)));
        return Upload(storage, target, "model", request.IsOutputCompressed, Files(paths.Select(path => path.Model)));
    }

    /// <summary>Where a job's results go.</summary>
    public static S3Location TargetOf(TrainingJobRequest request) => request.Output.Within($"{request.Name}/output");

    /// <summary>Where a job's model will be.</summary>
    public static S3Location ModelOf(TrainingJobRequest request) => TargetOf(request).Within(request.IsOutputCompressed ? "model.tar.gz" : "model/");

    private static SortedDictionary<string, FileInfo> Files(IEnumerable<string> folders)
    {
        var files = new SortedDictionary<string, FileInfo>(StringComparer.Ordinal);
        foreach (var folder in folders.Where(Directory.Exists))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint }))
                files[Path.GetRelativePath(folder, file.FullName)] = file;
        }

        return files;
    }

    private static string? Upload(IObjectStorage storage, S3Location target, string name, bool isCompressed, SortedDictionary<string, FileInfo> files)
    {
        if (files.Count == 0) return null;
        if (!isCompressed)
        {
            foreach (var (path, file) in files)
            {
                using var source = RegularFile.TryOpen(file.FullName);
                if (source is not null) storage.Put(target.Within($"{name}/{path}"), source.CopyTo);
            }

            return target.Within($"{name}/").ToString();
        }

        var archive = target.Within($"{name}.tar.gz");
        storage.Put(archive, stream =>
        {
            using var packed = new GZipStream(stream, CompressionLevel.Fastest);
            using var tar = new TarWriter(packed);
            foreach (var (path, file) in files) tar.WriteEntry(file.FullName, path);
        });
        return archive.ToString();
    }
}
