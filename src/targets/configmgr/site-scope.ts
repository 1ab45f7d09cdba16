/** `AuthoringScopeId` belongs to a site, so a file made without one carries zeros; whoever sends it puts the site's id there. */
export const siteScope = "ScopeId_00000000-0000-0000-0000-000000000000";
