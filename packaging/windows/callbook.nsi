; The installer for Windows: for one user, without administrator rights. packaging/windows.py compiles it.
;
;   callbook-setup.exe /S            installs without a question, over an older version if there is one
;   callbook-setup.exe /D=C:\Place   where to (the last word on the line, without quotes)
;   uninstall.exe /S                 removes the program without a question; the data stay
;
; Exit codes: 0 done, 1 cancelled by the person, 2 stopped by a fault and the old program is as it was,
; 3 Callbook is running, 4 this Windows is too old.

Unicode true
Target amd64-unicode
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 32
ManifestDPIAware true
ManifestSupportedOS all
AllowSkipFiles off
CRCCheck force

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

!define NAME "Callbook"
!define WINDOW "Callbook.exe"
!define CONSOLE "callbook-cli.exe"
!define LIBRARIES "_internal"
!define DATA "$LOCALAPPDATA\Callbook"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Callbook"
!define PATHS_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths\${WINDOW}"
!define OWN_KEY "Software\Callbook"
!define CLASSES "Software\Classes"
!define RUNNING 3
!define TOO_OLD 4

Name "${NAME}"
Caption "${NAME} ${VERSION}"
BrandingText "${NAME} ${VERSION}"
OutFile "${INSTALLER}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${OWN_KEY}" "Folder"
ShowInstDetails nevershow
ShowUninstDetails nevershow

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!define MUI_COMPONENTSPAGE_NODESC
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
; The first is for every other language of Windows.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

VIProductVersion "${VERSION_NUMBERS}"
VIFileVersion "${VERSION_NUMBERS}"
!macro DETAILS language description
  VIAddVersionKey /LANG=${language} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${language} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${language} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${language} "FileDescription" "${description}"
  VIAddVersionKey /LANG=${language} "CompanyName" "${AUTHOR}"
  VIAddVersionKey /LANG=${language} "LegalCopyright" "© ${YEAR} ${AUTHOR}"
  VIAddVersionKey /LANG=${language} "Comments" "${SUMMARY}"
!macroend
!insertmacro DETAILS ${LANG_ENGLISH} "Callbook Setup"
!insertmacro DETAILS ${LANG_SIMPCHINESE} "Callbook 安装程序"

LangString PROGRAM ${LANG_ENGLISH} "Callbook and its entry in the Start menu"
LangString PROGRAM ${LANG_SIMPCHINESE} "Callbook 及其“开始”菜单项"
LangString DESKTOP ${LANG_ENGLISH} "A shortcut on the desktop"
LangString DESKTOP ${LANG_SIMPCHINESE} "桌面快捷方式"
LangString IS_RUNNING ${LANG_ENGLISH} "Callbook is running. Close it, then choose Retry."
LangString IS_RUNNING ${LANG_SIMPCHINESE} "Callbook 正在运行。请先将其关闭，再选择“重试”。"
LangString IS_TOO_OLD ${LANG_ENGLISH} "Callbook needs Windows 10, version 1809, or newer, in its 64-bit edition."
LangString IS_TOO_OLD ${LANG_SIMPCHINESE} "Callbook 需要 64 位的 Windows 10 1809 版或更高版本。"
LangString NOT_SWAPPED ${LANG_ENGLISH} "The new version could not be put in place, and nothing was changed. Restart Windows and try again.$\r$\n$\r$\nFolder: $INSTDIR"
LangString NOT_SWAPPED ${LANG_SIMPCHINESE} "无法放置新版本，未作任何更改。请重新启动 Windows 后再试。$\r$\n$\r$\n文件夹：$INSTDIR"
LangString DATA_STAY ${LANG_ENGLISH} "Callbook is removed. Your book and its backups were kept:$\r$\n$\r$\n$0$\r$\n$\r$\nDelete that folder yourself if you no longer need them."
LangString DATA_STAY ${LANG_SIMPCHINESE} "Callbook 已卸载。您的通话簿及其备份仍然保留在：$\r$\n$\r$\n$0$\r$\n$\r$\n如果不再需要，请自行删除该文件夹。"
LangString TABLE_KIND ${LANG_ENGLISH} "Table of contacts or calls"
LangString TABLE_KIND ${LANG_SIMPCHINESE} "联系人或通话表格"
LangString CARD_KIND ${LANG_ENGLISH} "Contact card"
LangString CARD_KIND ${LANG_SIMPCHINESE} "联系人名片"

; A program that runs cannot be opened for writing. Asks until it can, or leaves: without a question when silent.
!macro ASK_TO_CLOSE file
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${file}"
      ${ExitDo}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${file}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IS_RUNNING)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel ${RUNNING}
      Quit
    ${EndIf}
  ${Loop}
!macroend

; One piece of the program out of one folder into another; $1 counts what failed.
!macro MOVE piece from to
  ${If} ${FileExists} "${from}\${piece}"
    ClearErrors
    Rename "${from}\${piece}" "${to}\${piece}"
    ${If} ${Errors}
      IntOp $1 $1 + 1
    ${EndIf}
  ${EndIf}
!macroend
!macro BRING_BACK piece
  ${If} ${FileExists} "$INSTDIR\~old\${piece}"
    RMDir /r "$INSTDIR\${piece}"
    Delete "$INSTDIR\${piece}"
    !insertmacro MOVE "${piece}" "$INSTDIR\~old" "$INSTDIR"
  ${EndIf}
!macroend
!macro MOVE_ALL from to
  !insertmacro MOVE "${LIBRARIES}" "${from}" "${to}"
  !insertmacro MOVE "${CONSOLE}" "${from}" "${to}"
  !insertmacro MOVE "${WINDOW}" "${from}" "${to}"
!macroend

!macro OPENS kind suffix
  WriteRegStr HKCU "${CLASSES}\Callbook.${suffix}" "" "${kind}"
  WriteRegStr HKCU "${CLASSES}\Callbook.${suffix}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${CLASSES}\Callbook.${suffix}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  WriteRegNone HKCU "${CLASSES}\.${suffix}\OpenWithProgids" "Callbook.${suffix}"
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".${suffix}" ""
!macroend
!macro OPENS_NO_MORE suffix
  DeleteRegKey HKCU "${CLASSES}\Callbook.${suffix}"
  DeleteRegValue HKCU "${CLASSES}\.${suffix}\OpenWithProgids" "Callbook.${suffix}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.${suffix}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.${suffix}"
!macroend
; Explorer reads the associations anew (SHCNE_ASSOCCHANGED).
!macro TELL_EXPLORER
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Function .onInit
  SetShellVarContext current
  ; Qt 6.11 runs from Windows 10 1809 on (doc.qt.io, "Qt for Windows"), which is build 17763.
  ${IfNot} ${AtLeastBuild} 17763
  ${OrIfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(IS_TOO_OLD)" /SD IDOK
    SetErrorLevel ${TOO_OLD}
    Quit
  ${EndIf}
FunctionEnd

; A full disk, say: what was unpacked goes, the old program was not touched. Where ~old still holds some of it, both
; stay for the next installation to put right.
Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir "$INSTDIR\~old"
  ${IfNot} ${FileExists} "$INSTDIR\~old\*"
    RMDir /r "$INSTDIR\~new"
  ${EndIf}
  RMDir "$INSTDIR"
FunctionEnd

Section "$(PROGRAM)" SectionProgram
  SectionIn RO
  !insertmacro ASK_TO_CLOSE "${WINDOW}"
  !insertmacro ASK_TO_CLOSE "${CONSOLE}"

  ; What an installation that was cut short left. While ~new is there, the swap was not over: what ~old holds belongs
  ; to the old version, whole, and comes back. Without ~new it is what a finished swap had yet to remove.
  StrCpy $1 0
  ${If} ${FileExists} "$INSTDIR\~new\*"
    !insertmacro BRING_BACK "${LIBRARIES}"
    !insertmacro BRING_BACK "${CONSOLE}"
    !insertmacro BRING_BACK "${WINDOW}"
  ${EndIf}
  ${If} $1 <> 0
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_SWAPPED)" /SD IDOK
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\~old"
  RMDir /r "$INSTDIR\~new"

  ; Unpacked beside the old version, which stays whole until everything is there.
  SetOutPath "$INSTDIR\~new"
  File /r "${BUNDLE}/*"
  CreateDirectory "$INSTDIR\~old"
  ; A folder that is the working folder cannot be renamed.
  SetOutPath "$INSTDIR"

  StrCpy $1 0
  !insertmacro MOVE_ALL "$INSTDIR" "$INSTDIR\~old"
  ${If} $1 = 0
    !insertmacro MOVE_ALL "$INSTDIR\~new" "$INSTDIR"
    ${If} $1 <> 0
      !insertmacro MOVE_ALL "$INSTDIR" "$INSTDIR\~new"
    ${EndIf}
  ${EndIf}
  ${If} $1 <> 0
    !insertmacro MOVE_ALL "$INSTDIR\~old" "$INSTDIR"
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_SWAPPED)" /SD IDOK
    Abort
  ${EndIf}
  RMDir "$INSTDIR\~new"
  RMDir /r "$INSTDIR\~old"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\${WINDOW}" 0 SW_SHOWNORMAL "" "${SUMMARY}"

  WriteRegStr HKCU "${OWN_KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${PATHS_KEY}" "" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${PATHS_KEY}" "Path" "$INSTDIR"
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  !insertmacro OPENS "$(TABLE_KIND)" csv
  !insertmacro OPENS "$(CARD_KIND)" vcf

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${AUTHOR}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Comments" "${SUMMARY}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "URLInfoAbout" "${HOMEPAGE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  !insertmacro TELL_EXPLORER
SectionEnd

Section /o "$(DESKTOP)" SectionDesktop
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\${WINDOW}" 0 SW_SHOWNORMAL "" "${SUMMARY}"
SectionEnd

Function un.onInit
  SetShellVarContext current
FunctionEnd

; Removes what the installer brought, by name. A folder "book" beside the program is somebody's data and stays,
; and with it the program's folder.
Section "Uninstall"
  !insertmacro ASK_TO_CLOSE "${WINDOW}"
  !insertmacro ASK_TO_CLOSE "${CONSOLE}"
  SetOutPath "$TEMP"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${CONSOLE}"
  RMDir /r "$INSTDIR\${LIBRARIES}"
  RMDir /r "$INSTDIR\~new"
  RMDir /r "$INSTDIR\~old"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  !insertmacro OPENS_NO_MORE csv
  !insertmacro OPENS_NO_MORE vcf
  DeleteRegKey HKCU "${CLASSES}\Applications\${WINDOW}"
  DeleteRegKey HKCU "${PATHS_KEY}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${OWN_KEY}"
  !insertmacro TELL_EXPLORER

  StrCpy $0 ""
  ${If} ${FileExists} "${DATA}\*"
    StrCpy $0 "${DATA}"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\book\*"
    StrCpy $0 "$INSTDIR\book"
  ${EndIf}
  ${If} $0 != ""
    MessageBox MB_OK|MB_ICONINFORMATION "$(DATA_STAY)" /SD IDOK
  ${EndIf}
SectionEnd
