/** Origin of the HTTP interface, checked by the build; empty: the page's own origin. */
declare const __API_ORIGIN__: string;
