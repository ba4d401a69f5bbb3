package dev.rlhf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rlhf", importOptions = DoNotIncludeTests.class)
class ModuleRulesTest {
  /** The module is pure: two very different programs share it. */
  @ArchTest
  static final ArchRule noClientAndNoLibraryOfEitherProgram =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "io.javaoperatorsdk..", "ai.djl..");

  @ArchTest
  static final ArchRule manifestsKnowNothingOfPlans =
      noClasses()
          .that()
          .resideInAPackage("dev.rlhf.manifest")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.rlhf.plan", "dev.rlhf.contract");
}
