namespace TrainingContainer.S3;

/// <summary>A page of a listing, at most 1,000 objects in the order of their keys' bytes.</summary>
/// <param name="Objects">The page's.</param>
/// <param name="Next">Asks for the next page; null after the last.</param>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, string? Next);
