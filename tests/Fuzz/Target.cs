namespace Fuzz;

/// <summary>Something that takes bytes from outside.</summary>
/// <param name="Name">Also the folder of its inputs.</param>
/// <param name="Run">Takes the bytes. Throws what <see cref="IsExpected"/> knows, or nothing.</param>
/// <param name="Words">Texts that mean something to it; put into inputs.</param>
internal sealed record Target(string Name, Action<byte[]> Run, params string[] Words)
{
    /// <summary>Whether an exception tells a user what is wrong with the bytes.</summary>
    public static bool IsExpected(Exception exception) => exception is TrainingContainer.Data.DataException or TrainingContainer.SageMaker.JobInputException
        or InvalidDataException;
}
