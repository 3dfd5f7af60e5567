using System.Collections;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Commands;

/// <summary>The environment variables of this process.</summary>
internal static class ProcessEnvironment
{
    private const string ProgramParameter = "sagemaker_program";
    private const string ProgramVariable = "SAGEMAKER_PROGRAM";

    /// <summary>All of them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));

    /// <summary>
    /// Where the job brings code of its own, sets the SM_* variables for it and for the processes that it starts. Mistakes in the files
    /// are left to the job, which tells all of them.
    /// </summary>
    public static void Export(JobPaths paths)
    {
        if (Environment.GetEnvironmentVariable(ProgramVariable) is null
            && !HyperparameterFile.Read(paths.HyperparametersFile, []).ContainsKey(ProgramParameter))
        {
            return;
        }

        foreach (var (name, value) in SageMakerEnvironment.Read(paths, Environment.GetEnvironmentVariable, HostHardware.Count(), []).Variables)
            Environment.SetEnvironmentVariable(name, value);
    }
}
