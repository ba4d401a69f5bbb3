package dev.rlhf.trainer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: tensors below models, models below stages, the command line above all. */
@AnalyzeClasses(packages = "dev.rlhf", importOptions = DoNotIncludeTests.class)
class TrainerRulesTest {
  private static final String TRAINER = "dev.rlhf.trainer..";

  private static ArchRule knowsOfTheTrainerOnly(String knower, String... known) {
    DescribedPredicate<JavaClass> others =
        resideInAPackage(TRAINER)
            .and(DescribedPredicate.not(resideInAnyPackage(known)))
            .and(DescribedPredicate.not(JavaClass.Predicates.type(InvalidInputException.class)));
    return noClasses().that().resideInAPackage(knower).should().dependOnClassesThat(others);
  }

  @ArchTest
  static final ArchRule TENSORS =
      knowsOfTheTrainerOnly("dev.rlhf.trainer.tensor..", "dev.rlhf.trainer.tensor..");

  @ArchTest
  static final ArchRule MODELS =
      knowsOfTheTrainerOnly(
          "dev.rlhf.trainer.model..", "dev.rlhf.trainer.model..", "dev.rlhf.trainer.tensor..");

  @ArchTest
  static final ArchRule TOKENS =
      knowsOfTheTrainerOnly(
          "dev.rlhf.trainer.tokens..", "dev.rlhf.trainer.tokens..", "dev.rlhf.trainer.model..");

  @ArchTest
  static final ArchRule DATA =
      knowsOfTheTrainerOnly(
          "dev.rlhf.trainer.data..",
          "dev.rlhf.trainer.data..",
          "dev.rlhf.trainer.tokens..",
          "dev.rlhf.trainer.tensor..");

  @ArchTest
  static final ArchRule CHECKPOINTS =
      knowsOfTheTrainerOnly(
          "dev.rlhf.trainer.checkpoint..",
          "dev.rlhf.trainer.checkpoint..",
          "dev.rlhf.trainer.metrics..",
          "dev.rlhf.trainer.tensor..");

  @ArchTest
  static final ArchRule METRICS =
      knowsOfTheTrainerOnly("dev.rlhf.trainer.metrics..", "dev.rlhf.trainer.metrics..");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.rlhf.trainer.cli..")
          .and()
          .doNotHaveFullyQualifiedName("dev.rlhf.trainer.Main")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rlhf.trainer.cli..");

  /** What PPO is measured by must not be what it learns from. */
  @ArchTest
  static final ArchRule TRAINING_NEVER_SEES_THE_HIDDEN_RULE =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rlhf.trainer.demo..", "dev.rlhf.trainer.eval..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("dev[.]rlhf[.]trainer[.]demo[.]Gold.*");

  @ArchTest
  static final ArchRule TRAINING_KNOWS_NO_EVALUATION =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.rlhf.trainer.sft..", "dev.rlhf.trainer.rm..", "dev.rlhf.trainer.ppo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rlhf.trainer.eval..");
}
