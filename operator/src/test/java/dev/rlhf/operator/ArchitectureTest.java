package dev.rlhf.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.rlhf.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule WHO_KNOWS_WHOM =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("wiring")
          .definedBy("dev.rlhf.operator")
          .layer("act")
          .definedBy("..operator.act")
          .layer("decide")
          .definedBy("..operator.decide")
          .layer("report")
          .definedBy("..operator.report")
          .layer("observe")
          .definedBy("..operator.observe")
          .layer("objects")
          .definedBy("..operator.objects")
          .whereLayer("wiring")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("act")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("decide")
          .mayOnlyBeAccessedByLayers("act", "wiring")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("decide", "act", "wiring")
          .whereLayer("observe")
          .mayOnlyBeAccessedByLayers("report", "decide", "act", "wiring");

  @ArchTest
  static final ArchRule ONLY_ACT_HAS_A_CLIENT =
      noClasses()
          .that()
          .resideInAnyPackage("..observe..", "..decide..", "..report..", "..objects..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "java.net.http..");

  @ArchTest
  static final ArchRule TIME_IS_GIVEN =
      noClasses()
          .that()
          .resideInAnyPackage("..observe..", "..decide..", "..report..", "..objects..")
          .should()
          .callMethod(java.time.Instant.class, "now");
}
