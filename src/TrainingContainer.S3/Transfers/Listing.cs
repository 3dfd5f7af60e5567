namespace TrainingContainer.S3;

/// <summary>All objects below a prefix.</summary>
internal static class Listing
{
    /// <summary>Lists them, page after page.</summary>
    /// <exception cref="ObjectStoreException">They can't be listed.</exception>
    /// <exception cref="InvalidDataException">There are more than the limit.</exception>
    public static async Task<List<StoredObject>> AllAsync(IObjectStore store, string bucket, string prefix, TransferLimits limits, CancellationToken stop)
    {
        var all = new List<StoredObject>();
        string? next = null;
        do
        {
            var page = await store.ListAsync(bucket, prefix, next, stop).ConfigureAwait(false);
            all.AddRange(page.Objects);
            if (all.Count > limits.ObjectsMax)
                throw new InvalidDataException($"found more than {limits.ObjectsMax} objects, expected at most that");
            // a store that repeats itself would be asked forever
            next = page.Objects.Count > 0 ? page.Next : null;
        }
        while (next is not null);
        return all;
    }
}
