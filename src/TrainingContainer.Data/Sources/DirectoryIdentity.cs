namespace TrainingContainer.Data;

/// <summary>Which directory it is, whatever path leads to it.</summary>
/// <param name="Device">Of the file system.</param>
/// <param name="Inode">In the file system.</param>
internal readonly record struct DirectoryIdentity(ulong Device, ulong Inode);
