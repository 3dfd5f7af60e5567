using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>What stands for S3: a folder tree (<see cref="S3Root"/>), or a server (<see cref="S3Endpoint"/>).</summary>
internal interface IObjectStorage
{
    /// <summary>Whether calls go over a network: they may take long, and are not waited for where something else is to be watched.</summary>
    bool IsRemote { get; }

    /// <summary>Keys that begin with the location's key, in the order of their bytes, without those that only stand for a folder.</summary>
    /// <remarks>Pure prefix matching: <c>train</c> also finds <c>train-old/a.csv</c>.</remarks>
    /// <exception cref="StorageException">They can't be listed.</exception>
    IReadOnlyList<string> List(S3Location prefix);

    /// <summary>The object's bytes, to be read from any position.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="StorageException">It can't be read; reading the stream throws this too.</exception>
    Stream Open(S3Location location);

    /// <summary>Copies objects into files, each whole.</summary>
    /// <param name="files">Objects, and files whose folders exist.</param>
    /// <exception cref="FileNotFoundException">One of the objects is not there.</exception>
    /// <exception cref="StorageException">One can't be read.</exception>
    void Fetch(IReadOnlyList<(S3Location Source, string Path)> files);

    /// <summary>Puts an object: readers see the old one or the whole new one.</summary>
    /// <param name="location">Its bucket and key.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <exception cref="StorageException">It can't be put.</exception>
    void Put(S3Location location, Action<Stream> write);

    /// <summary>Removes an object, if it is there.</summary>
    /// <exception cref="StorageException">It can't be removed.</exception>
    void Delete(S3Location location);
}
