/** What a site configures in mderules.config.json; every value may be absent. */
export interface Configuration {
  readonly onboarding?: SitePackage;
  readonly offboarding?: SitePackage;
}

/** A script of the site that onboards or offboards a device. */
export interface SitePackage {
  /** Where a device finds it: an absolute local path or a UNC path, to a .cmd, .bat or .ps1 file. */
  readonly path: string;
}
