namespace TrainingContainer.S3;

/// <summary>A part of an upload, as the store took it.</summary>
/// <param name="ETag">The store's name for its bytes.</param>
/// <param name="Checksum">Its CRC-32C, most significant byte first, in Base64.</param>
internal sealed record UploadedPart(string ETag, string Checksum);
